// SPDX-License-Identifier: MIT
/** Descriptors of the machine that are kept open, the longest unused one closed when it is many. */
import { closeSync } from "node:fs";

export class OpenFiles<Key extends object> {
  readonly #limit: number;
  /** In order of last use. */
  readonly #descriptors = new Map<Key, number>();
  #last: Key | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The key's descriptor, opened when it is not. */
  get(key: Key, open: () => number): number {
    const known = this.#descriptors.get(key);
    if (known === undefined) {
      const fd = open();
      this.add(key, fd);
      return fd;
    }
    if (key !== this.#last) {
      this.#descriptors.delete(key);
      this.#descriptors.set(key, known);
      this.#last = key;
    }
    return known;
  }

  add(key: Key, fd: number): void {
    for (const [oldest] of this.#descriptors) {
      if (this.#descriptors.size < this.#limit) break;
      this.close(oldest);
    }
    this.#descriptors.set(key, fd);
    this.#last = key;
  }

  close(key: Key): void {
    const fd = this.take(key);
    if (fd !== undefined) closeSync(fd);
  }

  /** The key's descriptor, which is the caller's business from now on. */
  take(key: Key): number | undefined {
    const fd = this.#descriptors.get(key);
    this.#descriptors.delete(key);
    if (this.#last === key) this.#last = undefined;
    return fd;
  }
}
