// SPDX-License-Identifier: MIT
/**
 * Numbers out of texts that are known to be right, or a RangeError with the sentence about them.
 */
import {
  parseDuration,
  parsePercent,
  parseQueueSize,
  parseRate,
  parseSize,
} from "../../sim/units.ts";

function taken<T>(text: string, parsed: T | string): T {
  if (typeof parsed !== "string") return parsed;
  throw new RangeError(`${JSON.stringify(text)} ${parsed}`);
}

/** Whole nanoseconds. */
export function durationNs(text: string): number {
  return taken(text, parseDuration(text));
}

export function rateBps(text: string): number {
  return taken(text, parseRate(text));
}

export function sizeBytes(text: string): number {
  return taken(text, parseSize(text));
}

/** "5%" is 0.05. */
export function share(text: string): number {
  return taken(text, parsePercent(text));
}

export function queueRoom(text: string): { readonly packets: number } | { readonly bytes: number } {
  const { unit, count } = taken(text, parseQueueSize(text));
  return unit === "packets" ? { packets: count } : { bytes: count };
}
