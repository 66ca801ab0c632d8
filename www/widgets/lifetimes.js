/**
 * The lifetimes of the stand-in's tokens. A widget requests the next token 30 s before expiry, and with less than
 * that from the start it would do so endlessly.
 */
export const LIFETIMES = [
  { value: 75, name: "75 s" },
  { value: 120, name: "2 min" },
  { value: 600, name: "10 min" },
  { value: 3_600, name: "1 h" },
];
