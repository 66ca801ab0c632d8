import { useAuthToken, useWidgetToken } from "workos-widget-tokens/react";
import { errorWords } from "../demo/error-words.js";

/**
 * A widget, with the name under which it is imported.
 *
 * @param {import("./parts.js").Widget} props
 */
export function WidgetPanel({ Component, name, widgetScope }) {
  const widgetToken = useWidgetToken({ widgetScope });
  const authToken = useAuthToken(widgetToken);
  return (
    <section className="panel widget" aria-label={name}>
      <h2 className="widget-name">{name}</h2>
      {authToken ? <Component authToken={authToken} /> : <Waiting {...widgetToken} />}
    </section>
  );
}

/**
 * What is there until the first token is.
 *
 * @param {Pick<import("./parts.js").TokenSnapshot, "status" | "error">} props
 */
function Waiting({ status, error }) {
  if (status === "failed") return <p className="widget-waiting">{errorWords(error)}.</p>;
  return <p className="widget-waiting">{error ? "Waiting for your backend…" : "Waiting for a token…"}</p>;
}
