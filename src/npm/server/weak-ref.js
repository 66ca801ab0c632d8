/** Workers have a WeakRef since the compatibility date of May 2025. Before it, one that holds what it is given. */

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
