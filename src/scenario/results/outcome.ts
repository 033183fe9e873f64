// SPDX-License-Identifier: MIT
/** What the engine reports of a run: plain data, cloned from the worker. */
import type { Counters, Crash, Failure } from "../api/result.ts";
import type { Signal } from "../api/values.ts";

export interface Outcome {
  /**
   * "finished": at its end; "stopped": from outside; "failed": the engine gave it up (see
   * `failures`).
   */
  readonly state: "finished" | "stopped" | "failed";
  /** End of the run in virtual time, without the drain. */
  readonly virtualNs: number;
  /** One for each of the plan's programs, in its order. */
  readonly processes: readonly ProcessOutcome[];
  /** Processes that no scenario started and a fatal signal ended. */
  readonly crashes: readonly Crash[];
  readonly panics: readonly PanicOutcome[];
  /** In the order of the plan's links. */
  readonly links: readonly LinkOutcome[];
  readonly frames: { readonly count: number; readonly bytes: number; readonly hash: string };
  /** Host to exact kernel version: "6.12.48". */
  readonly kernels: Readonly<Record<string, string>>;
  /** Name of an image ("linux", "iperf3") to the sha256 of its bytes in hexadecimal. */
  readonly images: Readonly<Record<string, string>>;
  /**
   * What the engine found itself: deadlock, spin, memory. Statuses and panics are judged from the
   * above.
   */
  readonly failures: readonly Failure[];
}

export interface ProcessOutcome {
  /** The program's id in the plan. */
  readonly id: number;
  readonly pid: number | undefined;
  readonly startNs: number | undefined;
  readonly endNs: number | undefined;
  readonly end: "exited" | "signaled" | "running" | "lost" | "not started";
  readonly status: number | undefined;
  readonly signal: Signal | undefined;
  /** C functions where a fatal signal ended it, innermost first, when the engine can tell. */
  readonly functions?: readonly string[] | undefined;
}

export interface PanicOutcome {
  readonly host: string;
  readonly atNs: number;
  /** The kernel's last lines. */
  readonly text: string;
}

export interface LinkOutcome {
  readonly name: string;
  readonly forward: Counters;
  readonly reverse: Counters;
}
