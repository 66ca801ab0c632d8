import { useSyncExternalStore } from "react";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The widgets' theme, in the colors of this page and as light or dark as it is. */
export function useTheme() {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches);
  return /** @type {const} */ ({
    appearance: isDark ? "dark" : "light",
    accentColor: "jade",
    grayColor: "sage",
    radius: "medium",
    hasBackground: false,
  });
}

/** @param {() => void} listener */
function subscribe(listener) {
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
}
