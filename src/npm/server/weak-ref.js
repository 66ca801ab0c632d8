/** `WeakRef`, or a strong reference in Workers with a compatibility date before May 2025, which have none. */

const WeakOrStrongRef =
  globalThis.WeakRef ??
  class {
    #target;

    /** @param {object} target */
    constructor(target) {
      this.#target = target;
    }

    deref() {
      return this.#target;
    }
  };

export { WeakOrStrongRef as WeakRef };
