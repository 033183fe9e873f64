// SPDX-License-Identifier: MIT
/**
 * Named streams of random numbers, the only source of chance in a simulation.
 *
 * A stream is given by the seed, a purpose and names: ("loss", link, direction), ("kernel", host).
 * Streams do not touch each other, so that a further host changes no other's numbers. Each is
 * seeded with the sha256 of these words; the generator is xoshiro128++ 1.0 by David Blackman and
 * Sebastiano Vigna (2019, public domain), period 2^128 - 1. Not for secrets.
 *
 * @example
 * const loss = randomStream(7, "loss", "h1-h2", "forward");
 * if (loss.unit() < 0.05) drop();
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { exponential, naturalLog } from "./elementary.ts";

const TWO_26 = 0x400_0000;
const TWO_32 = 0x1_0000_0000;
const TWO_53 = 0x20_0000_0000_0000;

/** The stream of these words. Equal words give equal numbers, on every machine. */
export function randomStream(
  seed: number,
  purpose: string,
  ...names: readonly string[]
): RandomStream {
  // JSON keeps the words apart: ("a", "b") and ("ab") are different streams.
  const digest = sha256(utf8ToBytes(JSON.stringify([seed, purpose, ...names])));
  const words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return new RandomStream(
    words.getUint32(0, true),
    words.getUint32(4, true),
    words.getUint32(8, true),
    words.getUint32(12, true),
  );
}

export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** Four words of 32 bits, not all zero. `randomStream` makes them. */
  constructor(a: number, b: number, c: number, d: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** 32 random bits as a number from 0. */
  uint32(): number {
    const a = this.#a;
    const b = this.#b;
    const c = this.#c ^ a;
    const d = this.#d ^ b;
    const result = (rotateLeft((a + this.#d) | 0, 7) + a) >>> 0;
    this.#a = a ^ d;
    this.#b = b ^ c;
    this.#c = c ^ (b << 9);
    this.#d = rotateLeft(d, 11);
    return result;
  }

  /** In [0, 1), all 2^53 values equally likely. */
  unit(): number {
    return this.#uint53() / TWO_53;
  }

  /** In [low, high); low itself when both are equal. */
  uniform(low: number, high: number): number {
    if (!(low <= high)) throw new RangeError(`Cannot draw from [${low}, ${high}): it is empty`);
    if (low === high) return low;
    for (;;) {
      const value = low + (high - low) * this.unit();
      if (value < high) return value;
    }
  }

  /** Both ends included, each equally likely. */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || !(low <= high)) {
      throw new RangeError(`Cannot draw a whole number from ${low} to ${high}`);
    }
    if (high - low >= TWO_53) {
      throw new RangeError(`Cannot draw from ${low} to ${high}: more than 2^53 numbers`);
    }
    return low + this.#below(high - low + 1);
  }

  /** Exponential distribution with that mean. */
  exponential(mean: number): number {
    return -mean * naturalLog(1 - this.unit());
  }

  /** Pareto distribution: at least `minimum`, heavier for a smaller `shape`. */
  pareto(shape: number, minimum: number): number {
    if (!(shape > 0)) throw new RangeError(`Cannot draw with shape ${shape}: it must exceed 0`);
    return minimum * exponential(-naturalLog(1 - this.unit()) / shape);
  }

  /** Normal distribution, by Marsaglia's polar method. */
  normal(mean: number, deviation: number): number {
    for (;;) {
      const x = 2 * this.unit() - 1;
      const y = 2 * this.unit() - 1;
      const s = x * x + y * y;
      if (s < 1 && s > 0) return mean + deviation * x * Math.sqrt((-2 * naturalLog(s)) / s);
    }
  }

  /** One of the list, each equally likely. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError("Cannot pick from an empty list");
    return from[this.#below(from.length)]!;
  }

  /** A new list in random order, each order equally likely. */
  shuffle<T>(list: readonly T[]): readonly T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.#below(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  }

  /** `count` random bytes, as the seed of a kernel. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 4) {
      let word = this.uint32();
      for (let i = at; i < at + 4 && i < count; i++) {
        bytes[i] = word & 0xff;
        word >>>= 8;
      }
    }
    return bytes;
  }

  #uint53(): number {
    const high = this.uint32() >>> 5;
    return high * TWO_26 + (this.uint32() >>> 6);
  }

  /** A whole number from 0 to below `span`; draws again what would make some values likelier. */
  #below(span: number): number {
    if (span <= TWO_32) {
      const limit = TWO_32 - (TWO_32 % span);
      for (;;) {
        const value = this.uint32();
        if (value < limit) return value % span;
      }
    }
    const limit = TWO_53 - (TWO_53 % span);
    for (;;) {
      const value = this.#uint53();
      if (value < limit) return value % span;
    }
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
