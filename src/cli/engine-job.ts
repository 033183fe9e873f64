// SPDX-License-Identifier: MIT
/** What the main thread hands to the engine's worker and gets back: plain data both ways. */

import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";

/** A recipe's finished build. */
export interface BuiltRecipe {
  readonly name: string;
  /** Of the source that was taken. */
  readonly version: string;
  /** Its output folder in the cache. */
  readonly folder: string;
}

export interface EngineJob {
  /** Address of the module that exports `simulate`. */
  readonly engine: string;
  readonly plan: Plan;
  /** Those that the plan's hosts use, and what every run needs. */
  readonly recipes: readonly BuiltRecipe[];
  /** Absolute folder of the results. */
  readonly folder: string;
  /** `dce exec`: the first program's output goes on, and a folder of the machine is mounted. */
  readonly exec?: ExecJob | undefined;
}

/** Where `dce exec --dir` mounts the folder. */
export const MOUNTED = "/mnt";

export interface ExecJob {
  /** Absolute folder of the machine, seen at MOUNTED. */
  readonly dir: string | undefined;
}

/** An error of the engine, as it crosses threads. */
export interface EngineError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export interface WorkerMessage {
  readonly outcome: Outcome | undefined;
  readonly error: EngineError | undefined;
}
