/** The command line cannot be followed: says why, and sends nothing. */
export class Misuse extends Error {}
