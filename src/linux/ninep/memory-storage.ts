// SPDX-License-Identifier: MIT
/** Contents in memory, in chunks, so that holes cost nothing. Mirrors no names. */
import type { Content, Place, Storage } from "./storage.ts";

const CHUNK_BYTES = 65536;

export class MemoryStorage implements Storage {
  create(_id: number, _place: Place | undefined): Content {
    return new MemoryContent();
  }

  makeDirectory(_place: Place): void {}

  removeDirectory(_place: Place): void {}

  rename(_from: Place, _to: Place): void {}
}

class MemoryContent implements Content {
  readonly #chunks = new Map<number, Uint8Array>();

  read(position: number, into: Uint8Array, offset: number, length: number): void {
    let done = 0;
    while (done < length) {
      const at = (position + done) % CHUNK_BYTES;
      const part = Math.min(CHUNK_BYTES - at, length - done);
      const chunk = this.#chunks.get((position + done - at) / CHUNK_BYTES);
      const known = chunk === undefined ? 0 : Math.min(part, Math.max(0, chunk.length - at));
      if (chunk !== undefined && known > 0) into.set(chunk.subarray(at, at + known), offset + done);
      into.fill(0, offset + done + known, offset + done + part);
      done += part;
    }
  }

  write(position: number, from: Uint8Array, offset: number, length: number): void {
    let done = 0;
    while (done < length) {
      const at = (position + done) % CHUNK_BYTES;
      const part = Math.min(CHUNK_BYTES - at, length - done);
      const chunk = this.#chunk((position + done - at) / CHUNK_BYTES, at + part);
      chunk.set(from.subarray(offset + done, offset + done + part), at);
      done += part;
    }
  }

  truncate(size: number): void {
    const whole = Math.floor(size / CHUNK_BYTES);
    const tail = size % CHUNK_BYTES;
    for (const [index, chunk] of this.#chunks) {
      if (index > whole || (index === whole && tail === 0)) this.#chunks.delete(index);
      else if (index === whole) chunk.fill(0, tail);
    }
  }

  link(_place: Place): void {}

  unlink(_place: Place): void {}

  close(): void {
    this.#chunks.clear();
  }

  /** The chunk, at least this long: small files take little. */
  #chunk(index: number, length: number): Uint8Array {
    const old = this.#chunks.get(index);
    if (old !== undefined && old.length >= length) return old;
    let size = 256;
    while (size < length) size *= 2;
    const chunk = new Uint8Array(size);
    if (old !== undefined) chunk.set(old);
    this.#chunks.set(index, chunk);
    return chunk;
  }
}
