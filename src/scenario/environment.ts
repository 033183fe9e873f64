// SPDX-License-Identifier: MIT
/** What the edge (the command, a test, the browser) tells the scenario layer, and starts for it. */
import type { Abort } from "./api/scenario.ts";
import type { Plan } from "./plan/plan.ts";
import type { Outcome } from "./results/outcome.ts";

export interface Environment {
  readonly programs: Programs;
  readonly machine: Machine;
  /** How a module's address stands in messages: "file:///home/me/exp.ts" as "exp.ts". */
  show(module: string): string;
}

export interface Programs {
  /** The recipe whose files have this command, or undefined: "ping" is "busybox". */
  find(command: string): string | undefined;
  /** Every command there is, for near names. */
  all(): readonly string[];
}

/** The machine's files, as far as a scenario names them. */
export interface Machine {
  /**
   * A path as a scenario writes it, relative to the module that wrote it. Undefined: there is none.
   * The answer's path is what the plan holds; whoever starts the run reads it.
   */
  find(path: string, module: string | undefined): FoundFile | undefined;
}

export interface FoundFile {
  readonly path: string;
  readonly kind: "file" | "folder" | "other";
  /**
   * What a file is as a program, by its first bytes: for a host, a script ("#!"), for the machine
   * itself (ELF), or none. Undefined: nobody has looked.
   */
  readonly program?: "wasm" | "script" | "machine" | "other" | undefined;
}

export interface StartOptions {
  /** Folder for the results; undefined: in memory only. */
  readonly out: string | undefined;
  readonly storage: "machine" | "memory" | undefined;
  readonly verify: boolean;
  /** Wall time after which a spin ends the run; 0: never. */
  readonly stallS: number;
  readonly signal: Abort | undefined;
}

/** The end of a run as the edge hands it over. */
export interface Ended {
  readonly outcome: Outcome;
  readonly files: ResultFiles;
  readonly folder: string | undefined;
  readonly wallS: number;
  /** Version of this product. */
  readonly version: string;
  /** The command that repeats the run. */
  readonly repeat: string;
}

/** The files of a run: "files-h1/var/log/12/stdout", "h1-eth0.pcapng". */
export interface ResultFiles {
  /** Bytes of a file; undefined: there is no such file. */
  size(path: string): number | undefined;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: string): readonly string[];
  read(path: string): Promise<Uint8Array>;
}

/** What `run()` in code needs; the entry module registers it. */
export interface Edge {
  environment(): Promise<Environment>;
  start(plan: Plan, options: StartOptions): Promise<Ended>;
  /** Called with the contents of run.json and timing.json when `out` is given. */
  finish(runJson: string, timing: Readonly<Record<string, unknown>>, ended: Ended): Promise<void>;
}

let registered: (() => Promise<Edge>) | undefined;

/** The entry module says where `run()` starts; asked for at the first run only. */
export function registerEdge(edge: () => Promise<Edge>): void {
  registered = edge;
}

export async function currentEdge(): Promise<Edge> {
  if (registered === undefined) throw new Error("Cannot run here: no engine is registered");
  return await registered();
}
