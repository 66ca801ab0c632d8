/** Values that no program should pass, and that some program does. */

import fc from "fast-check";

/** @param {(name: PropertyKey) => unknown} get */
const withGetter = (get) => new Proxy({}, { get: (_, name) => get(name) });

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const fail = () => {
  throw new Error("a getter, or a trap, that throws");
};

function cyclic() {
  /** @type {any} */
  const object = { list: [] };
  object.list.push(object);
  return object;
}

/** @param {PropertyDescriptor} then */
function thenable(then) {
  const object = {};
  // biome-ignore lint/suspicious/noThenProperty: a thenable is one of the values under test
  return Object.defineProperty(object, "then", then);
}

/** @param {number} depth */
function deep(depth) {
  /** @type {any} */
  let value = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/**
 * Made anew for each use, so that tests cannot affect each other.
 *
 * @type {Record<string, () => any>}
 */
export const NASTY = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => NaN,
  "minus zero": () => -0,
  "minus one": () => -1,
  infinity: () => Infinity,
  "a number beyond every integer": () => 1e308,
  "a BigInt": () => 2n ** 70n,
  "a symbol": () => Symbol("token"),
  "a function": () => () => "token",
  "an empty string": () => "",
  "a lone surrogate": () => "org_\ud800",
  "a NUL": () => "org_\0",
  "a megabyte": () => "org_".padEnd(1 << 20, "x"),
  "a String object": () => new String("org_1"),
  "an invalid Date": () => new Date(NaN),
  "an array with holes": () => new Array(3),
  "an array of symbols": () => [Symbol("a")],
  "an array nested a thousand deep": () => deep(1_000),
  "an array nested a hundred thousand deep": () => deep(100_000),
  "a cyclic object": cyclic,
  "an object without a prototype": () => Object.create(null),
  "a frozen object": () => Object.freeze({}),
  "an object whose getters throw": () => withGetter(fail),
  "an object without a primitive value": () => ({ toString: 1, valueOf: 1 }),
  "an object whose toString throws": () => ({ toString: fail }),
  "a revoked Proxy": revoked,
  "a Proxy with traps that throw": () =>
    new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail }),
  "a revoked Proxy of an array": () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  },
  "a thenable that never settles": () => thenable({ value: () => undefined }),
  "a thenable that throws": () => thenable({ value: fail }),
  "a thenable whose then is a getter that throws": () => thenable({ get: fail }),
  "a thenable that settles twice": () =>
    thenable({
      value: (/** @type {(value: unknown) => void} */ resolve, /** @type {(error: unknown) => void} */ reject) => {
        resolve("one");
        resolve("two");
        reject(new Error("three"));
      },
    }),
};

/** Strings of all kinds, including lone surrogates and control characters. */
export const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom("__proto__", "constructor", "toString", "\0", "\ud800", "\udfff\ud800", "sso", "widgets:sso:manage"),
  fc.string().map((start) => `org_${start}`),
);

/** Any JSON value, including names with a meaning in JavaScript. */
export const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(fc.oneof(text, fc.constantFrom("token", "then", "toString", "valueOf", "length")), tie("value")),
        {
          maxLength: 4,
        },
      )
      .map((entries) => fromEntries(entries)),
  ),
})).value;

/**
 * Like Object.fromEntries, but with "__proto__" as an ordinary name, as in JSON.
 *
 * @param {[string, unknown][]} entries
 */
function fromEntries(entries) {
  const object = {};
  for (const [name, value] of entries) Object.defineProperty(object, name, { value, enumerable: true, writable: true });
  return object;
}

/**
 * Any JavaScript value, with a description. Made when needed: some Proxies cannot even be inspected
 * by the test's own tools.
 */
export const anything = fc.oneof(
  fc.constantFrom(...Object.entries(NASTY).map(([what, make]) => ({ what, make }))),
  fc
    .oneof(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, withDate: true }), json)
    .map((value) => ({ what: fc.stringify(value), make: () => value })),
);
