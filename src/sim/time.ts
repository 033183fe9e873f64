// SPDX-License-Identifier: MIT
/**
 * Virtual time: whole nanoseconds in a `number`, exact up to 2^53 (104 days). `bigint` appears only
 * where a 64-bit value leaves the engine: in a kernel's memory, in a capture.
 */
import { fail } from "./assertion.ts";

/** Whole nanoseconds of virtual time since the start of the run. Negative while hosts boot. */
export type Nanoseconds = number;

/** The latest time that a `number` holds exactly. */
export const MAX_TIME_NS: Nanoseconds = Number.MAX_SAFE_INTEGER;

/** CLOCK_REALTIME at virtual time 0 unless a scenario says otherwise: 2026-01-01T00:00:00Z. */
export const DEFAULT_EPOCH_NS: bigint = 1_767_225_600_000_000_000n;

/** Stops when `timeNs` is no whole number of nanoseconds that a `number` holds exactly. */
export function assertTime(timeNs: Nanoseconds): void {
  if (!Number.isSafeInteger(timeNs)) {
    fail(`Cannot use ${timeNs} ns as a time: it is not whole or beyond 2^53 ns (104 days)`);
  }
}
