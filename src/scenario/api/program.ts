// SPDX-License-Identifier: MIT
/** Programs and the processes they become. */
import type { FileRef, Host, Interface } from "./host.ts";
import type { Duration, Signal, When } from "./values.ts";

/** A host stands for its name, an interface for its IPv4 address. */
export type Argument = string | number | Host | Interface;

export type ExpectedStatus = number | "running" | "any" | Signal;

export interface Expectation {
  status?: ExpectedStatus | readonly ExpectedStatus[] | undefined;
}

export interface ProgramOptions extends When {
  /** Default: the program's name, "iperf3", then "iperf3-2". Names the process in results. */
  name?: string | undefined;
  /** Sends `stopSignal` at this time; SIGKILL 5 s later. That end counts as expected. */
  until?: Duration | undefined;
  /** Default "SIGTERM". Source: Docker's STOPSIGNAL. */
  stopSignal?: Signal | undefined;
  /** Default "/". */
  cwd?: string | undefined;
  /** Added to the host's. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Default 0 and 0. */
  uid?: number | undefined;
  gid?: number | undefined;
  /** Text, bytes or a file of this host. Default: empty. */
  stdin?: string | Uint8Array | FileRef | undefined;
  /**
   * How it must end, else the run fails (status 1). Source: Shadow's expected_final_state.
   * Default: 0, or still running at the end of the run.
   * "running" makes it a daemon: the run does not wait for it, and its end is a failure.
   */
  expect?:
    | number
    | "running"
    | "any"
    | Signal
    | readonly ExpectedStatus[]
    | Expectation
    | undefined;
}

/** A program that the scenario starts; its results are in `outputs` when `build` returns it. */
export interface Process {
  readonly kind: "process";
  readonly name: string;
  readonly host: string;
}
