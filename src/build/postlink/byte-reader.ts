// SPDX-License-Identifier: MIT
const text = new TextDecoder();

/** A position in the bytes of a module, and the encodings that are read from there. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** One byte; past the end it is an error, so that a cut-off module is seen. */
  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error(`Cannot read module: it ends at byte ${this.at - 1}`);
    return value;
  }

  /** An unsigned 32-bit number in LEB128, padded or not. */
  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const low = this.byte();
      value |= (low & 0x7f) << shift;
      if (low < 0x80) return value >>> 0;
    }
  }

  /** A signed 32-bit number in LEB128, padded or not. */
  s32(): number {
    let value = 0;
    for (let shift = 0; ; ) {
      const low = this.byte();
      value |= (low & 0x7f) << shift;
      shift += 7;
      if (low < 0x80) return shift < 32 && low & 0x40 ? value | (-1 << shift) : value;
    }
  }

  /** Steps over one number in LEB128 of any width. */
  skipNumber(): void {
    while (this.byte() > 0x7f);
  }

  /** A name: length in bytes, then UTF-8. */
  name(): string {
    const length = this.u32();
    this.at += length;
    return text.decode(this.bytes.subarray(this.at - length, this.at));
  }
}
