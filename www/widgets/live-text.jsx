import { useEffect, useRef } from "react";

/**
 * A text that changes by itself as time passes.
 *
 * @param {{ ticker: import("./parts.js").Ticker, read: () => string }} props
 */
export function LiveText({ ticker, read }) {
  const span = useRef(/** @type {HTMLSpanElement | null} */ (null));
  useEffect(() => {
    const show = () => {
      const text = read();
      if (span.current && span.current.textContent !== text) span.current.textContent = text;
    };
    show();
    return ticker.join(show);
  }, [ticker, read]);
  return <span ref={span} />;
}
