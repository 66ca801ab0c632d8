/** Elements without markup: nothing here is parsed, so no policy of the page stands in the way. */

/**
 * @param {string} name of the element, with its class: "p.note"
 * @param {Record<string, any>} [props] attributes; listeners are functions, by the name of their event
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function h(name, props = {}, ...children) {
  const [tag, className = ""] = name.split(".");
  return fill(document.createElement(tag), { class: className, ...props }, children);
}

/** Each icon is a filled shape, and a line that is cut out of it; or a line alone. */
const ICONS = {
  valid: ["M8 1a7 7 0 1 0 .01 0z", "M4.6 8.3l2.3 2.3 4.5-5"],
  waiting: ["M8 1.2l7.2 13H.8z", "M8 6v3.8M8 11.6v.9"],
  refused: ["M1 1h14v14H1z", "M5 5l6 6M11 5l-6 6"],
  off: ["", "M8 2a6 6 0 1 0 .01 0z"],
  close: ["", "M4 4l8 8M12 4l-8 8"],
  move: ["", "M6 3v10M10 3v10"],
};

/** @typedef {keyof typeof ICONS} IconName */

/** @param {IconName} name */
export function icon(name) {
  const [shape, line] = ICONS[name];
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    svg("path", { d: shape }, []),
    svg("path", { d: line, class: shape ? "cut" : "line" }, []),
  ]);
}

/** @type {(name: string, props: Record<string, string>, children: Node[]) => Element} */
const svg = (name, ...rest) => fill(document.createElementNS("http://www.w3.org/2000/svg", name), ...rest);

/**
 * @template {Element} Any
 * @param {Any} element
 * @param {Record<string, any>} props
 * @param {(Node | string)[]} children
 */
function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * Touches the page only where something is new.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A list of facts, by their names.
 *
 * @param {string} className
 */
export function facts(className) {
  const element = h(`dl.${className}`);
  /** @type {Record<string, HTMLElement>} */
  const cells = {};
  const add = (/** @type {string} */ name) => {
    cells[name] = h("dd");
    element.append(h("div", {}, h("dt", {}, name), cells[name]));
    return cells[name];
  };
  return {
    element,
    /** @param {Record<string, string | number>} values */
    show(values) {
      for (const [name, value] of Object.entries(values)) setText(cells[name] ?? add(name), String(value));
    },
  };
}
