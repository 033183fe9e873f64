// SPDX-License-Identifier: MIT
/** run.json as far as the command reads it; names as in the scenario layer's results. */
import type { RunState } from "./output-folder.ts";

export interface RunJsonProcess {
  readonly host: string;
  readonly name: string;
  readonly pid?: number | undefined;
  readonly argv: readonly string[];
  readonly startNs?: number | undefined;
  readonly endNs?: number | undefined;
  readonly end: "exited" | "signaled" | "running" | "lost" | "not started";
  readonly status?: number | undefined;
  readonly signal?: string | undefined;
  readonly expected: boolean;
}

export interface RunJsonCrash {
  readonly host: string;
  readonly pid: number;
  readonly argv: readonly string[];
  readonly atNs: number;
  readonly signal: string;
  readonly functions: readonly string[];
}

export interface RunJsonFailure {
  readonly kind: string;
  readonly atNs: number;
  readonly host?: string | undefined;
  readonly message: string;
}

export interface RunJson {
  readonly state: RunState;
  readonly scenario: string;
  readonly seed: number;
  readonly virtualNs: number;
  readonly hosts: readonly { readonly name: string; readonly panic?: string | undefined }[];
  readonly processes: readonly RunJsonProcess[];
  readonly crashes: readonly RunJsonCrash[];
  readonly failures: readonly RunJsonFailure[];
  readonly measures: Readonly<Record<string, unknown>>;
}
