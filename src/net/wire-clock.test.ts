// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Framing, overheadOf, wireBits } from "./framing.ts";
import { assertFrameBits, WireClock } from "./wire-clock.ts";

/** The law in exact fractions: all times in units of 1 / rate ns. */
class ExactWire {
  readonly #rate: bigint;
  #free = -(1n << 100n);

  constructor(rateBps: number) {
    this.#rate = BigInt(rateBps);
  }

  place(timeNs: number, bits: number): { startNs: number; endNs: number } {
    const handedOver = BigInt(timeNs) * this.#rate;
    const start = handedOver > this.#free ? handedOver : this.#free;
    this.#free = start + BigInt(bits) * 1_000_000_000n;
    return { startNs: this.#whole(start), endNs: this.#whole(this.#free) };
  }

  /** Rounds down, for negative times too. */
  #whole(scaled: bigint): number {
    const rest = ((scaled % this.#rate) + this.#rate) % this.#rate;
    return Number((scaled - rest) / this.#rate);
  }
}

const rates = fc.oneof(
  fc.constantFrom(1, 3, 7, 1e6, 5e6, 1e9, 1e10, 4e11, 999_999_937, 1e15, 999_999_999_999_989),
  fc.integer({ min: 1, max: 1e6 }),
  fc.integer({ min: 1, max: 1e15 }),
);

test("starts and ends are those of exact fractions, rounded down", () => {
  const step = fc.record({
    gapNs: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1e6), fc.nat(1e12)),
    bits: fc.oneof(fc.integer({ min: 16, max: 12_304 }), fc.integer({ min: 16, max: 8_000_000 })),
  });
  fc.assert(
    fc.property(rates, fc.array(step, { maxLength: 60 }), (rateBps, steps) => {
      const wire = new WireClock(rateBps);
      const exact = new ExactWire(rateBps);
      let timeNs = -2_000_000_000;
      for (const { gapNs, bits } of steps) {
        timeNs += gapNs;
        // Beyond 2^53 nothing is scheduled.
        if (wire.endNs + (bits * 1e9) / rateBps > 2 ** 52) return;
        wire.place(timeNs, bits);
        assert.deepEqual({ startNs: wire.startNs, endNs: wire.endNs }, exact.place(timeNs, bits));
      }
    }),
    { numRuns: 2000 },
  );
});

test("a busy wire loses no fraction, an idle one starts anew", () => {
  const wire = new WireClock(3_000_000_000);
  const ends = [1, 2, 3, 4].map(() => {
    wire.place(0, 1);
    return wire.endNs;
  });
  assert.deepEqual(ends, [0, 0, 1, 1]);
  // The wire is free at 1 1/3 ns: a frame at 1 ns continues, one at 2 ns does not.
  wire.place(1, 2);
  assert.equal(wire.endNs, 2);
  wire.place(3, 2);
  assert.equal(wire.endNs, 3);
});

function bits(framing: Framing, length: number): number {
  return wireBits(overheadOf(framing), length);
}

test("frames on the wire are counted as their framing says", () => {
  assert.equal(bits("ethernet", 1514), 8 * 1538);
  assert.equal(bits("ethernet", 42), 8 * 84);
  assert.equal(bits("ethernet", 60), 8 * 84);
  assert.equal(bits("ppp", 1514), 8 * 1502);
  assert.equal(bits("none", 42), 8 * 42);
});

test("rates and frames that cannot be exact are refused", () => {
  for (const rateBps of [0, -1, 1.5, Number.NaN, 1e15 + 1]) {
    assert.throws(() => new WireClock(rateBps), /Cannot send at/);
  }
  assert.throws(() => assertFrameBits(8_000_001), /Cannot time/);
});
