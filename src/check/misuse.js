/** An invalid command line: the message says why, and nothing is sent. */
export class Misuse extends Error {}
