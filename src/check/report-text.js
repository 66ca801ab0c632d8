/** @typedef {import("./judge.js").NamedFinding} NamedFinding */
/** @typedef {import("./findings.js").Verdict} Verdict */

const LINE_LENGTH = 100;
// Not between a number and its unit.
const WORD_BREAK = / (?!(?:ms|s|min|h|d)\b)/;
const REMEDY_INDENT = " ".repeat(17);
const RESET = "\u001b[0m";

/** @type {Record<Verdict, { mark: string, word: string, colour: string }>} */
const VERDICTS = {
  ok: { mark: "✓", word: "ok", colour: "\u001b[32m" },
  note: { mark: "·", word: "note", colour: "\u001b[36m" },
  warning: { mark: "!", word: "warning", colour: "\u001b[33m" },
  wrong: { mark: "✗", word: "wrong", colour: "\u001b[31m" },
};

/**
 * @param {import("./conversation.js").Evidence} evidence
 * @param {NamedFinding[]} findings
 * @param {{ colours: boolean }} options
 * @returns {string}
 */
export function reportText({ target, exchanges }, findings, { colours }) {
  const { url, organizationId, widgetScope } = target;
  const idLength = Math.max(...findings.map(({ id }) => id.length));
  const lines = [`POST ${url.origin}${url.pathname}`, `for ${organizationId}, ${[widgetScope].flat().join(" + ")}`, ""];
  for (const finding of findings) lines.push(...linesOf(finding, idLength, colours));
  const requests = exchanges.size === 1 ? "1 request" : `${exchanges.size} requests`;
  lines.push("", `${summaryOf(findings)}; ${requests}.`);
  return lines.join("\n");
}

/**
 * @param {NamedFinding} finding
 * @param {number} idLength
 * @param {boolean} colours
 */
function linesOf({ id, verdict, found, effect, mend, code }, idLength, colours) {
  const { mark, word, colour } = VERDICTS[verdict];
  const label = `${mark} ${word.padEnd(7)}`;
  const start = `${colours ? `${colour}${label}${RESET}` : label} ${id.padEnd(idLength)}  `;
  const indent = " ".repeat(label.length + idLength + 3);
  const [first, ...rest] = wrap(found, indent.length);
  const lines = [start + first, ...rest.map((line) => indent + line)];
  for (const [title, text] of [
    ["Effect: ", effect],
    ["Fix:    ", mend],
  ]) {
    if (text === undefined) continue;
    wrap(text, REMEDY_INDENT.length).forEach((line, index) => {
      lines.push((index === 0 ? REMEDY_INDENT.slice(title?.length) + title : REMEDY_INDENT) + line);
    });
  }
  // Code is meant to be copied, so it is not wrapped.
  if (code !== undefined) lines.push(REMEDY_INDENT + code);
  return lines;
}

/**
 * @param {string} text
 * @param {number} indent
 */
function wrap(text, indent) {
  const width = Math.max(40, LINE_LENGTH - indent);
  const lines = [""];
  for (const word of text.split(WORD_BREAK)) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** @param {NamedFinding[]} findings */
function summaryOf(findings) {
  const count = (/** @type {Verdict} */ verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const warnings = count("warning");
  return `${count("wrong")} wrong, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${count("ok")} ok`;
}
