// SPDX-License-Identifier: MIT
/**
 * Values, written as people write them. Every number that has a unit says it; what the field writes
 * as a bare count stays a number (mtu, ports, uid). One space before the unit is allowed. Whatever
 * `${number}` prints is read, exponents too; negative values are refused at run time.
 *
 * These types are written so that the compiler's message lists the forms allowed.
 * A computed value is a template: `${n * 2}ms`. In a variable it needs its type:
 * `const d: Duration = `${n}ms``.
 */
import { durationNs, rateBps, sizeBytes } from "../builder/quantity.ts";

/**
 * Virtual time since the start of the run, or a length of it. Whole nanoseconds, at most 104 days.
 */
export type Duration = `${number}${"ns" | "us" | "ms" | "s" | "min" | "h"}`;

/** Bits per second on the wire, decimal: "5Mbps" is 5,000,000 bit/s. */
export type Rate = `${number}${"bps" | "kbps" | "Mbps" | "Gbps"}`;

/** Bytes; kB, MB, GB are decimal, KiB, MiB, GiB binary. */
export type Size = `${number}${"B" | "kB" | "MB" | "GB" | "KiB" | "MiB" | "GiB"}`;

/** Room in a queue, in packets or in bytes: "100packets", "64KiB". */
export type QueueSize = `${number}${"packets" | "B" | "kB" | "MB" | "GB" | "KiB" | "MiB" | "GiB"}`;

/** Share of frames, never a fraction: five in a hundred is "5%", not 0.05 and not 5. */
export type Percent = `${number}%`;

export type Ipv4Address = `${number}.${number}.${number}.${number}`;
export type Ipv6Address = `${string}:${string}`;

/** An interface's address with its prefix length: "10.0.0.1/24", "fd00::1/64". */
export type AddressWithPrefix = `${Ipv4Address}/${number}` | `${Ipv6Address}/${number}`;

/** "02:00:00:00:00:01" */
export type MacAddress = `${string}:${string}:${string}:${string}:${string}:${string}`;

/** Octal, as chmod takes it: "0644". */
export type FileMode = `0${number}`;

export type Signal =
  | "SIGHUP"
  | "SIGINT"
  | "SIGQUIT"
  | "SIGILL"
  | "SIGABRT"
  | "SIGFPE"
  | "SIGKILL"
  | "SIGSEGV"
  | "SIGPIPE"
  | "SIGALRM"
  | "SIGTERM"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGCHLD"
  | "SIGCONT"
  | "SIGSTOP"
  | "SIGTSTP"
  | "SIGWINCH";

/** When an act happens. Without it: at the start of the run. */
export interface When {
  /** Virtual time since the start. */
  at?: Duration | undefined;
}

/** Numbers out of values, for arithmetic in `build` and `measure`. */
export const units: {
  /** "10ms" is 0.01. */
  seconds(value: Duration): number;
  /** "5Mbps" is 5e6. */
  bitsPerSecond(value: Rate): number;
  /** "64KiB" is 65536. */
  bytes(value: Size): number;
  /** Bandwidth-delay product: `bdp("10Mbps", "40ms")` is "50000B". */
  bdp(rate: Rate, roundTrip: Duration): Size;
} = {
  seconds: (value) => durationNs(value) / 1e9,
  bitsPerSecond: (value) => rateBps(value),
  bytes: (value) => sizeBytes(value),
  bdp: (rate, roundTrip) => `${Math.round((rateBps(rate) * (durationNs(roundTrip) / 1e9)) / 8)}B`,
};
