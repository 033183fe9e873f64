// SPDX-License-Identifier: MIT
/**
 * What `run` returns. `run.json` holds these names and `state`, `images`; `wallS`, `folder` and
 * `repeat` stand in timing.json, `outputs` nowhere; texts are in files.
 */
import type { FileRef, Group, Host } from "./host.ts";
import type { Link } from "./link.ts";
import type { Process } from "./program.ts";
import type { Capture } from "./record.ts";
import type { Signal } from "./values.ts";

/** Text or bytes that stay where they are until asked for. */
export interface Content {
  readonly bytes: number;
  text(): Promise<string>;
  data(): Promise<Uint8Array>;
  /**
   * Parsed; the caller states what it expects. Error: the file, the position and the first 40
   * characters.
   */
  json(): Promise<unknown>;
  lines(): AsyncIterable<string>;
}

export interface ProcessResult {
  readonly kind: "process";
  readonly host: string;
  readonly name: string;
  /** Undefined when it never started. */
  readonly pid: number | undefined;
  readonly argv: readonly string[];
  readonly startNs: number | undefined;
  readonly endNs: number | undefined;
  /** "lost": its host panicked. */
  readonly end: "exited" | "signaled" | "running" | "lost" | "not started";
  /** Exit status; undefined unless it exited. */
  readonly status: number | undefined;
  /** The signal that ended it. */
  readonly signal: Signal | undefined;
  readonly expected: boolean;
  readonly stdout: Content;
  readonly stderr: Content;
}

export interface Crash {
  readonly host: string;
  readonly pid: number;
  readonly argv: readonly string[];
  readonly atNs: number;
  readonly signal: Signal;
  /** C functions, innermost first, from the engine's stack. */
  readonly functions: readonly string[];
}

export interface HostResult {
  readonly kind: "host";
  readonly name: string;
  readonly kernel: string;
  /** Error: no such file, with the folder's entries. */
  file(path: string): Content;
  /** Set when the kernel panicked: its last lines. */
  readonly panic: string | undefined;
}

export interface LinkResult {
  readonly kind: "link";
  readonly name: string;
  readonly forward: Counters;
  readonly reverse: Counters;
}

export interface Counters {
  readonly frames: number;
  readonly bytes: number;
  readonly lostFrames: number;
  readonly queueDropsFrames: number;
}

/** A part of a scenario becomes its result; lists, tuples and records keep their shape. */
export type ResultOf<T> = T extends Process
  ? ProcessResult
  : T extends Link
    ? LinkResult
    : T extends Host
      ? HostResult
      : T extends Capture | FileRef
        ? Content
        : T extends string | number | boolean | undefined
          ? T
          : T extends Group<infer E>
            ? readonly ResultOf<E>[] & Group<ResultOf<E>>
            : { readonly [K in keyof T]: ResultOf<T[K]> };

/** What `build` may return, by name: parts, constants, and lists and records of them. */
export type Part =
  | Host
  | Process
  | Link
  | Capture
  | FileRef
  | string
  | number
  | boolean
  | undefined
  | readonly Part[]
  | Parts;
export type Parts = { readonly [name: string]: Part };

/** Why a run is not ok; one line each. */
export interface Failure {
  readonly kind: "status" | "check" | "panic" | "deadlock" | "spin" | "memory" | "verify";
  readonly atNs: number;
  readonly host: string | undefined;
  /** Action, quoted value, state: `h2: server (pid 14) ended by SIGSEGV, expected 0`. */
  readonly message: string;
}

export type Measures = Readonly<Record<string, number | string | boolean>>;

export interface RunResult<Outputs = unknown, M extends Measures = Measures> {
  readonly ok: boolean;
  /** Empty when ok: `assert.deepEqual(result.failures, [])` shows them all. */
  readonly failures: readonly Failure[];
  readonly scenario: string;
  readonly seed: number;
  readonly version: string;
  readonly virtualNs: number;
  readonly wallS: number;
  /** Host to exact kernel version. */
  readonly kernels: Readonly<Record<string, string>>;
  /**
   * Of all links together; `hash` is over each direction's frames with their times, independent of
   * the order of execution.
   */
  readonly frames: { readonly count: number; readonly bytes: number; readonly hash: string };
  /** What `build` returned, as results. */
  readonly outputs: Outputs;
  /** What `measure` returned. */
  readonly measures: M;
  readonly hosts: readonly HostResult[];
  readonly links: readonly LinkResult[];
  readonly processes: readonly ProcessResult[];
  /** Processes that no scenario started and a fatal signal ended, and where each was. */
  readonly crashes: readonly Crash[];
  /** By name. Error: the near names. */
  host(name: string): HostResult;
  /** The command that repeats this run. */
  readonly repeat: string;
  /** Folder of the results; undefined when they are in memory only. */
  readonly folder: string | undefined;
}
