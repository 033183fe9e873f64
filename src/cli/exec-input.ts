// SPDX-License-Identifier: MIT
/** The command's standard input, read only as far as a program on the host asks for it. */
import type { Readable } from "node:stream";

export class CommandInput {
  readonly #stream: Readable;
  #rest: Buffer = Buffer.alloc(0);
  #chunks: AsyncIterator<Buffer> | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  /** At least one byte, at most `maxBytes`; none at the end. */
  async read(maxBytes: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      this.#chunks ??= this.#stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      let next: IteratorResult<Buffer>;
      try {
        next = await this.#chunks.next();
      } catch {
        return new Uint8Array(0);
      }
      if (next.done === true) return new Uint8Array(0);
      this.#rest = next.value;
    }
    const bytes = this.#rest.subarray(0, maxBytes);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** So that an unread input does not keep this process alive. */
  close(): void {
    if (this.#chunks !== undefined) this.#stream.destroy();
  }
}
