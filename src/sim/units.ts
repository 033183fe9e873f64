// SPDX-License-Identifier: MIT
/**
 * Durations, rates, sizes, percentages and queue lengths as people write them: "10ms", "5Mbps",
 * "64KiB", "5%", "100packets". One space may stand before the unit.
 *
 * Each parser returns the value, or a sentence that goes on from the quoted text:
 * `rate "5 MBit" ` + `is not a rate. Write a number and bps, kbps, Mbps or Gbps, such as "5Mbps".`
 * Arithmetic is exact in decimal: "0.1us" is 100 ns, and what is no whole number of the base unit
 * is refused rather than rounded.
 */
import { MAX_TIME_NS, type Nanoseconds } from "./time.ts";

/** Room in a queue: whole packets or whole bytes. */
export interface QueueSize {
  readonly unit: "packets" | "bytes";
  readonly count: number;
}

export interface SignOption {
  /** Negative values are allowed, as for the offset of a clock. */
  readonly negative?: boolean;
}

/** A unit's value in the base unit: `factor` times ten to the `exponent`. */
interface Unit {
  readonly factor: bigint;
  readonly exponent: number;
}

type Units = Readonly<Record<string, Unit>>;

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))? ?([A-Za-z%]+)$/;

/** More digits than any value that fits has; keeps `10 ** exponent` small. */
const MAX_EXPONENT = 64;

/** Beyond it a frame's duration is not exact in a `number`. */
const MAX_RATE_BPS = 1_000_000_000_000_000;

function decimal(exponent: number, factor = 1n): Unit {
  return { factor, exponent };
}

const DURATIONS: Units = {
  ns: decimal(0),
  us: decimal(3),
  ms: decimal(6),
  s: decimal(9),
  min: decimal(9, 60n),
  h: decimal(9, 3600n),
};
const RATES: Units = { bps: decimal(0), kbps: decimal(3), Mbps: decimal(6), Gbps: decimal(9) };
const SIZES: Units = {
  B: decimal(0),
  kB: decimal(3),
  MB: decimal(6),
  GB: decimal(9),
  KiB: decimal(0, 1024n),
  MiB: decimal(0, 1024n ** 2n),
  GiB: decimal(0, 1024n ** 3n),
};
const PACKETS: Units = { packets: decimal(0) };
const PERCENT: Units = { "%": decimal(-2) };
const PPM: Units = { ppm: decimal(0) };

const NOT_DURATION =
  'is not a duration. Write a number and ns, us, ms, s, min or h, such as "10ms".';
const NOT_RATE = 'is not a rate. Write a number and bps, kbps, Mbps or Gbps, such as "5Mbps".';
const NOT_SIZE =
  'is not a size. Write a number and B, kB, MB, GB, KiB, MiB or GiB, such as "64KiB".';
const NOT_QUEUE_SIZE =
  'is not a length of a queue. Write packets or bytes, such as "100packets" or "64KiB".';
const NOT_PERCENT = 'is not a percentage. Five in a hundred is "5%".';
const NOT_DRIFT = 'is not a drift. Write parts per million, such as "20ppm".';
const NEGATIVE = "is negative, which is not allowed here.";

/** digits * 10^exponent * factor, as written. */
interface Written {
  readonly digits: bigint;
  readonly exponent: number;
  readonly factor: bigint;
  readonly unit: string;
}

/** Splits a text into its number and its unit; undefined when it is not of that form. */
function read(text: string, units: Units): Written | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0", unit = ""] = match;
  if (!Object.hasOwn(units, unit)) return undefined;
  const { factor, exponent } = units[unit]!;
  const digits = BigInt(sign + whole + fraction);
  return { digits, exponent: Number(power) + exponent - fraction.length, factor, unit };
}

/** The value as a whole number; undefined when it is not whole, infinite when it is too large. */
function wholeOf({ digits, exponent, factor }: Written): number | undefined {
  const value = digits * factor;
  if (value === 0n) return 0;
  if (exponent > MAX_EXPONENT) return Number.POSITIVE_INFINITY;
  if (exponent >= 0) return Number(value * 10n ** BigInt(exponent));
  // More zeros at the end than the text has digits: never whole.
  if (-exponent > value.toString().length) return undefined;
  const divisor = 10n ** BigInt(-exponent);
  return value % divisor === 0n ? Number(value / divisor) : undefined;
}

/** Whole nanoseconds. */
export function parseDuration(text: string, option: SignOption = {}): Nanoseconds | string {
  const written = read(text, DURATIONS);
  if (written === undefined) return NOT_DURATION;
  if (written.digits < 0n && option.negative !== true) return NEGATIVE;
  const durationNs = wholeOf(written);
  if (durationNs === undefined) {
    return 'is finer than a nanosecond. Write a whole number of nanoseconds, such as "100ns".';
  }
  if (Math.abs(durationNs) > MAX_TIME_NS)
    return "is longer than 104 days (2^53 ns), the longest time.";
  return durationNs;
}

/** Bits per second, whole and more than 0. */
export function parseRate(text: string): number | string {
  const written = read(text, RATES);
  if (written === undefined) return NOT_RATE;
  if (written.digits < 0n) return NEGATIVE;
  const rateBps = wholeOf(written);
  if (rateBps === undefined) return "is not a whole number of bits per second.";
  if (rateBps === 0) return "is a rate at which nothing is ever sent. Write more than 0.";
  if (rateBps > MAX_RATE_BPS) return "is more than 1000000Gbps, the highest rate.";
  return rateBps;
}

/** Whole bytes. */
export function parseSize(text: string): number | string {
  const written = read(text, SIZES);
  if (written === undefined) return NOT_SIZE;
  if (written.digits < 0n) return NEGATIVE;
  const bytes = wholeOf(written);
  if (bytes === undefined) return "is not a whole number of bytes.";
  if (bytes > Number.MAX_SAFE_INTEGER) return "is more than 2^53 bytes.";
  return bytes;
}

export function parseQueueSize(text: string): QueueSize | string {
  const packets = read(text, PACKETS);
  if (packets === undefined) {
    const bytes = parseSize(text);
    if (typeof bytes === "number") return { unit: "bytes", count: bytes };
    return bytes === NOT_SIZE ? NOT_QUEUE_SIZE : bytes;
  }
  if (packets.digits < 0n) return NEGATIVE;
  const count = wholeOf(packets);
  if (count === undefined) return "is not a whole number of packets.";
  if (count > Number.MAX_SAFE_INTEGER) return "is more than 2^53 packets.";
  return { unit: "packets", count };
}

/** A share between 0 and 1: "5%" is 0.05, rounded once. */
export function parsePercent(text: string): number | string {
  const written = read(text, PERCENT);
  if (written === undefined) return NOT_PERCENT;
  if (written.digits < 0n) return NEGATIVE;
  const share = Number(`${written.digits}e${written.exponent}`);
  return share > 1 ? 'is more than "100%".' : share;
}

/** Parts per million, negative for a slow clock. */
export function parseDrift(text: string): number | string {
  const written = read(text, PPM);
  if (written === undefined) return NOT_DRIFT;
  return Number(`${written.digits}e${written.exponent}`);
}

/** The shortest form that reads back as the same value: "1.5ms". */
export function formatDuration(durationNs: Nanoseconds): string {
  return formatDecimal(durationNs, ["ns", "us", "ms", "s"]);
}

/** "5Mbps". */
export function formatRate(rateBps: number): string {
  return formatDecimal(rateBps, ["bps", "kbps", "Mbps", "Gbps"]);
}

/** Binary units where they divide the size, else decimal ones: "64KiB", "50kB", "1514B". */
export function formatSize(bytes: number): string {
  for (const [unit, factor] of [
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  for (const [unit, factor] of [
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return `${bytes}B`;
}

export function formatQueueSize(size: QueueSize): string {
  return size.unit === "packets" ? `${size.count}packets` : formatSize(size.count);
}

/** Shows a share between 0 and 1 with at most 12 digits: 0.05 is "5%". */
export function formatPercent(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`;
}

/** A whole number in the largest of units that differ by 1000 and does not exceed it. */
function formatDecimal(value: number, units: readonly string[]): string {
  const sign = value < 0 ? "-" : "";
  const digits = String(Math.abs(value));
  const step = Math.min(Math.floor((digits.length - 1) / 3), units.length - 1);
  const point = digits.length - 3 * step;
  const fraction = digits.slice(point).replace(/0+$/, "");
  const number = fraction === "" ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
  return `${sign}${number}${units[step]}`;
}
