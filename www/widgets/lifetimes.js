/**
 * How long the stand-in's tokens may live. A widget asks for the next 30 s before the end, and with less than that
 * to begin with it would ask without end.
 */
export const LIFETIMES = [
  { value: 75, name: "75 s" },
  { value: 120, name: "2 min" },
  { value: 600, name: "10 min" },
  { value: 3_600, name: "1 h" },
];
