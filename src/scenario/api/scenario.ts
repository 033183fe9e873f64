// SPDX-License-Identifier: MIT
/** A scenario, and how code runs one. */
import { keepDefinition } from "../builder/definition.ts";
import { runScenario } from "../run.ts";
import type { Network } from "./network.ts";
import type { Parameters, Values } from "./param.ts";
import type { Measures, Parts, ResultOf, RunResult } from "./result.ts";
import type { Duration } from "./values.ts";

export type { Issue } from "../builder/issue.ts";
export { ScenarioError } from "../builder/issue.ts";

/**
 * `build` runs once, at once, before anything starts: same parameters and seed, same scenario.
 * `Date`, `Math.random` and timers throw in it.
 */
export interface ScenarioDefinition<
  P extends Parameters,
  R extends Parts | void,
  M extends Measures,
> {
  /** Default: the file's name. */
  name?: string | undefined;
  /** One line for `--help` and the report. */
  description?: string | undefined;
  parameters?: P | undefined;
  /**
   * End of the run in virtual time. Without it the run ends when every program that is not a daemon
   * has ended, and fails when nothing happened for 600 s, or after one hour, with the names of
   * those that have not.
   */
  until?: Duration | ((values: Values<P>) => Duration) | undefined;
  /**
   * Writes down hosts, links and programs. Return the parts whose results you want, by name. Not
   * async.
   */
  build: (net: Network, values: Values<P>) => R;
  /** Numbers of one run, in run.json. Stands after `build` in the literal. */
  measure?: ((outputs: ResultOf<R>, run: RunResult<ResultOf<R>>) => M | Promise<M>) | undefined;
  /** Throws when the run is wrong: the message becomes a failure, status 1. */
  check?:
    | ((outputs: ResultOf<R>, run: RunResult<ResultOf<R>, M>) => void | Promise<void>)
    | undefined;
}

/**
 * V: values of the parameters. Outputs: results of what `build` returns. M: what `measure` returns.
 */
export interface Scenario<V = {}, Outputs = unknown, M extends Measures = Measures> {
  readonly kind: "scenario";
  readonly parameters: Parameters;
  /** Type only. */
  readonly types?: { readonly values: V; readonly outputs: Outputs; readonly measures: M };
}

/** Keeps the definition; what is wrong with it is told with all other mistakes before a start. */
export function scenario<
  const P extends Parameters = {},
  R extends Parts | void = void,
  M extends Measures = {},
>(definition: ScenarioDefinition<P, R, M>): Scenario<Values<P>, ResultOf<R>, M> {
  return keepDefinition(definition);
}

/**
 * An AbortSignal, as far as it is used: the core compiles without Node's and the browser's types.
 */
export interface Abort {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
}

/** The flags of `dce run`, under their names. */
export interface RunOptions<V = {}> {
  /** Default 1. */
  seed?: number | undefined;
  /** Parameters by name; wrong names and types do not compile. */
  set?: (keyof V extends never ? Readonly<Record<string, never>> : Partial<V>) | undefined;
  /** Ends the run earlier or later than the scenario says. */
  until?: Duration | undefined;
  /** Folder for the results. Default: in memory only. */
  out?: string | undefined;
  pcap?: boolean | undefined;
  /**
   * Runs twice in this process and fails when a byte differs; `dce run --verify` uses two
   * processes.
   */
  verify?: boolean | undefined;
  /** Where `from`, `install` and results live. Default: "machine"; in a browser, "memory". */
  storage?: "machine" | "memory" | undefined;
  /** Wall time after which a spin ends the run. Default "60s"; "0s": never. */
  stall?: Duration | undefined;
  /** Virtual time for programs to end after SIGTERM. Default "1s". */
  drain?: Duration | undefined;
  /** Ends the run; its results are kept. */
  signal?: Abort | undefined;
}

/**
 * Runs a scenario. A failing program is in `failures`, not an exception.
 * @throws {ScenarioError} the scenario is wrong; nothing was started.
 */
export function run<V, Outputs, M extends Measures>(
  scenario: Scenario<V, Outputs, M>,
  options?: RunOptions<V>,
): Promise<RunResult<Outputs, M>> {
  return runScenario(scenario, options ?? {});
}
