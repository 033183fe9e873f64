// SPDX-License-Identifier: MIT
/** run.json before anything has happened, and what becomes of it when the command is ended. */
import type { Plan } from "../scenario/plan/plan.ts";
import { version } from "./checkout.ts";
import { type RunState, writeRunJson } from "./output-folder.ts";

/** All names of run.json, with nothing in them yet. */
export function firstRunJson(plan: Plan, state: RunState): object {
  return {
    state,
    scenario: plan.scenario,
    seed: plan.seed,
    version: version(),
    kernels: {},
    images: {},
    virtualNs: 0,
    frames: { count: 0, bytes: 0, hash: "" },
    links: [],
    hosts: plan.hosts.map((host) => ({ name: host.name })),
    processes: plan.programs.map((program) => ({
      host: plan.hosts[program.host]?.name,
      name: program.name,
      argv: program.argv,
      end: "not started",
      expected: false,
    })),
    crashes: [],
    failures: [],
    measures: {},
  };
}

export interface KeptState {
  /** run.json is final. */
  readonly settled: () => void;
  /** The run could not start, or not be judged: run.json says so. */
  readonly failed: (message: string) => void;
}

/**
 * Should this process end before `settled` is called, run.json says so: a reader never waits for a
 * run that is gone.
 */
export function keepState(folder: string, plan: Plan): KeptState {
  const write = (content: object): void => {
    try {
      writeRunJson(folder, content);
    } catch {
      // The folder is gone too.
    }
  };
  const onExit = (): void => write(firstRunJson(plan, "stopped"));
  // Before the folder's lock goes.
  process.prependOnceListener("exit", onExit);
  const settled = (): void => void process.off("exit", onExit);
  return {
    settled,
    failed: (message) => {
      settled();
      const failures = [{ kind: "check", atNs: 0, message }];
      write({ ...firstRunJson(plan, "failed"), failures });
    },
  };
}
