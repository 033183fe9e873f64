// SPDX-License-Identifier: MIT
/**
 * When frames start and end on one direction of a wire (semantics.md, "Links").
 *
 * A frame handed over at t starts at max(t, end of the frame before) and takes bits / rate. Times
 * are rounded down to whole nanoseconds; the part cut off, in units of 1 / rate ns, is carried to
 * the next frame as long as the wire stays busy, so that a long train is never off by more than
 * one nanosecond. All numbers stay below 2^53, where products and remainders are exact.
 */
import { assert } from "../sim/assertion.ts";
import type { Nanoseconds } from "../sim/time.ts";

/** Highest rate for which the arithmetic is exact, with frames of at most MAX_FRAME_BITS. */
const RATE_BPS_MAX = 1_000_000_000_000_000;
const FRAME_BITS_MAX = 8_000_000;
const NS_PER_S = 1_000_000_000;

export class WireClock {
  readonly rateBps: number;
  /** Start and end of the frame placed last. */
  startNs: Nanoseconds = Number.NEGATIVE_INFINITY;
  endNs: Nanoseconds = Number.NEGATIVE_INFINITY;
  /** What `endNs` leaves out, in units of 1 / rate ns; below rate. */
  #remainder = 0;

  constructor(rateBps: number) {
    assert(
      Number.isInteger(rateBps) && rateBps > 0 && rateBps <= RATE_BPS_MAX,
      `Cannot send at ${rateBps} bit/s: not a whole rate from 1 to 1e15`,
    );
    this.rateBps = rateBps;
  }

  /** Places a frame of `bits`, overhead included; `startNs` and `endNs` tell where. */
  place(timeNs: Nanoseconds, bits: number): void {
    let remainder = 0;
    let startNs = timeNs;
    if (timeNs <= this.endNs) {
      startNs = this.endNs;
      remainder = this.#remainder;
    }
    const rateBps = this.rateBps;
    // Below 2^53 a quotient that is not whole is never rounded to the next whole number.
    const work = bits * NS_PER_S + remainder;
    const durationNs = Math.floor(work / rateBps);
    remainder = work - durationNs * rateBps;
    this.startNs = startNs;
    this.endNs = startNs + durationNs;
    this.#remainder = remainder;
  }
}

/** Bits that a wire can take for one frame with exact times. */
export function assertFrameBits(bits: number): void {
  assert(bits <= FRAME_BITS_MAX, `Cannot time a frame of ${bits} bits`);
}
