// SPDX-License-Identifier: MIT
/**
 * Takes long runs of zeros out of a linked module's data. wasm-ld writes the .bss of a module that
 * imports its memory as bytes, since it cannot know what that memory holds; a host's memory is
 * new, so the zeros would only be stored, copied and made resident for nothing.
 */

const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;
const I32_CONST = 0x41;
const END = 0x0b;
const HEADER_BYTES = 8;

/** Shorter runs stay: a segment more costs bytes and time too. */
export const RUN_BYTES_MIN = 1024;

class Reader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError("Cannot read the module: it ends too early");
    return value;
  }

  /** A LEB128 number of 32 bits, as unsigned; `signed`: its sign is extended first. */
  number(signed = false): number {
    let value = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = this.byte();
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    if (signed && shift < 32 && byte & 64) value |= -1 << shift;
    return value >>> 0;
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest > 63 || rest < -64) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest & 127);
  return bytes;
}

function readSegments(section: Uint8Array): Segment[] {
  const reader = new Reader(section, 0);
  const segments: Segment[] = [];
  for (let left = reader.number(); left > 0; left--) {
    const kind = reader.number();
    const instruction = reader.byte();
    if (kind !== 0 || instruction !== I32_CONST) {
      throw new Error(`Cannot read data segment ${segments.length}: it has no constant address`);
    }
    const address = reader.number(true);
    if (reader.byte() !== END) throw new Error("Cannot read a data segment: its address is long");
    segments.push({ address, bytes: reader.take(reader.number()) });
  }
  return segments;
}

/** The pieces of a segment between its long runs of zeros. */
function pieces({ address, bytes }: Segment): Segment[] {
  const found: Segment[] = [];
  let start = 0;
  let end = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0) continue;
    if (i - end >= RUN_BYTES_MIN || end === 0) {
      if (end > start) found.push({ address: address + start, bytes: bytes.subarray(start, end) });
      start = i;
    }
    end = i + 1;
  }
  if (end > start) found.push({ address: address + start, bytes: bytes.subarray(start, end) });
  return found;
}

function emitSection(id: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [Uint8Array.of(id, ...unsigned(length)), ...parts];
}

function emitSegment({ address, bytes }: Segment): Uint8Array[] {
  return [Uint8Array.of(0, I32_CONST, ...signed(address), END, ...unsigned(bytes.length)), bytes];
}

/** The same module without runs of RUN_BYTES_MIN zeros and more in its data. */
export function dropZeros(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections: { readonly id: number; readonly body: Uint8Array }[] = [];
  const reader = new Reader(module, HEADER_BYTES);
  while (reader.at < module.length) {
    const id = reader.byte();
    sections.push({ id, body: reader.take(reader.number()) });
  }
  const data = sections.find(({ id }) => id === DATA_SECTION);
  const kept = data ? readSegments(data.body).flatMap(pieces) : [];
  const count = Uint8Array.from(unsigned(kept.length));
  const parts = sections.flatMap(({ id, body }) => {
    if (id === DATA_COUNT_SECTION) return emitSection(id, [count]);
    if (id === DATA_SECTION) return emitSection(id, [count, ...kept.flatMap(emitSegment)]);
    return emitSection(id, [body]);
  });
  return new Uint8Array(Buffer.concat([module.subarray(0, HEADER_BYTES), ...parts]));
}
