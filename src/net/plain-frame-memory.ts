// SPDX-License-Identifier: MIT
/**
 * FrameMemory in plain TypeScript: what the wasm one is compared with, and what tests without wasm
 * use. Correct, not fast (64-bit arithmetic is done in BigInt).
 */
import type { Nanoseconds } from "../sim/time.ts";
import { FRAME_HASH_BYTES, type FrameMemory } from "./frame-memory.ts";

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;

export class PlainFrameMemory implements FrameMemory {
  buffer: ArrayBuffer = new ArrayBuffer(0);

  grow(bytes: number): void {
    this.buffer = this.buffer.transfer(this.buffer.byteLength + bytes);
  }

  hash(slot: number, length: number): void {
    const view = new DataView(this.buffer);
    view.setBigUint64(slot - FRAME_HASH_BYTES, xxh64(view, slot, length), true);
  }

  fold(state: number, slot: number, length: number, startNs: Nanoseconds): void {
    const view = new DataView(this.buffer);
    let folded = view.getBigUint64(state, true);
    folded = round(folded, wrap(BigInt(startNs)));
    folded = round(folded, BigInt(length));
    folded = round(folded, view.getBigUint64(slot - FRAME_HASH_BYTES, true));
    view.setBigUint64(state, folded, true);
  }
}

/** XXH64 with seed 0 of `length` bytes from `start`. */
export function xxh64(view: DataView, start: number, length: number): bigint {
  const end = start + length;
  let at = start;
  let hash = PRIME_5;
  if (length >= 32) {
    let a = wrap(PRIME_1 + PRIME_2);
    let b = PRIME_2;
    let c = 0n;
    let d = wrap(-PRIME_1);
    for (; at + 32 <= end; at += 32) {
      a = round(a, view.getBigUint64(at, true));
      b = round(b, view.getBigUint64(at + 8, true));
      c = round(c, view.getBigUint64(at + 16, true));
      d = round(d, view.getBigUint64(at + 24, true));
    }
    hash = wrap(rotl(a, 1n) + rotl(b, 7n) + rotl(c, 12n) + rotl(d, 18n));
    for (const lane of [a, b, c, d]) hash = wrap((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4);
  }
  hash = wrap(hash + BigInt(length));
  for (; at + 8 <= end; at += 8) {
    hash = wrap(rotl(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * PRIME_1 + PRIME_4);
  }
  if (at + 4 <= end) {
    const word = BigInt(view.getUint32(at, true));
    hash = wrap(rotl(hash ^ wrap(word * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    at += 4;
  }
  for (; at < end; at++) {
    hash = wrap(rotl(hash ^ wrap(BigInt(view.getUint8(at)) * PRIME_5), 11n) * PRIME_1);
  }
  hash = wrap((hash ^ (hash >> 33n)) * PRIME_2);
  hash = wrap((hash ^ (hash >> 29n)) * PRIME_3);
  return hash ^ (hash >> 32n);
}

function round(state: bigint, value: bigint): bigint {
  return wrap(rotl(wrap(state + value * PRIME_2), 31n) * PRIME_1);
}

function rotl(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)));
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
