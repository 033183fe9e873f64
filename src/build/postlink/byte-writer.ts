// SPDX-License-Identifier: MIT
/** A growing byte buffer with the encodings of the WebAssembly binary format. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  /** @param capacity bytes reserved at first; the buffer doubles when it is full. */
  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** One byte. */
  byte(value: number): this {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  /** An unsigned 32-bit number in LEB128, shortest form. */
  u32(value: number): this {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** A signed 32-bit number in LEB128, shortest form. */
  s32(value: number): this {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  /** The bytes of `source` from `from` up to `to`, without `to`. */
  copy(source: Uint8Array, from: number, to: number): this {
    const count = to - from;
    this.reserve(count);
    if (count < 24) {
      for (let i = 0; i < count; i++) this.bytes[this.length + i] = source[from + i]!;
    } else {
      this.bytes.set(source.subarray(from, to), this.length);
    }
    this.length += count;
    return this;
  }

  /** All of `source`. */
  append(source: ArrayLike<number>): this {
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
    return this;
  }

  /** A name: its length in bytes, then UTF-8. */
  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    return this.u32(encoded.length).append(encoded);
  }

  /** What was written; a view that the next write may leave stale. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}
