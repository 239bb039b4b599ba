import type { Cancellable } from './kernel.ts';

/** What `setTimeout` gives: nobody can tell it from Node's. */
export class VirtualTimer {
  #begun: Cancellable;
  readonly #begin: () => Cancellable;

  constructor(begin: () => Cancellable) {
    this.#begin = begin;
    this.#begun = begin();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#begun.cancel();
    this.#begun = this.#begin();
    return this;
  }

  close(): this {
    this.#begun.cancel();
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
