// SPDX-License-Identifier: MIT
/**
 * How an edge gets from a module to a run and from its end to results:
 * `loadScenario`, `describeParameters`, `resolveScenario`, then the engine, then `finishRun`.
 *
 * ```ts
 * const loaded = loadScenario(await import(url), url);
 * const resolved = resolveScenario(loaded, { seed: 1, set: ["rate=8Mbps"] }, environment);
 * const outcome = await simulate(resolved.plan, machine);
 * const { result, runJson } = await finishRun(resolved, ended);
 * ```
 */
import type { RunResult } from "./api/result.ts";
import { type AnyDefinition, definitionOf, moduleOf, nameOf } from "./builder/definition.ts";
import { ScenarioError } from "./builder/issue.ts";
import { describe, type ParameterText } from "./builder/parameter.ts";
import type { Ended, Environment } from "./environment.ts";
import type { Plan } from "./plan/plan.ts";
import { resolve } from "./plan/resolve.ts";
import { finish } from "./results/finish.ts";
import type { OutputShape } from "./results/output-shape.ts";

export interface LoadedScenario {
  /** Its own name, else that of its file without the ending. */
  readonly name: string;
  readonly description: string | undefined;
  readonly definition: AnyDefinition;
  /** Address of the module that the scenario stands in; `from` and `install` are relative to it. */
  readonly module: string | undefined;
}

export interface ResolveOptions {
  /** Default 1. */
  readonly seed?: number | undefined;
  /** "key=value" as `--set` takes it, or values (or their texts) by name. */
  readonly set?: readonly string[] | Readonly<Record<string, unknown>> | undefined;
  /** A duration: ends the run earlier or later than the scenario says. */
  readonly until?: string | undefined;
  /** Capture every port. */
  readonly pcap?: boolean | undefined;
  /** A duration, or "0": virtual time for programs to end after SIGTERM. Default "1s". */
  readonly drain?: string | undefined;
}

/** A plan, and what is needed to turn its outcome into results. */
export interface ResolvedScenario {
  readonly plan: Plan;
  readonly definition: AnyDefinition;
  /** Which results `build` returned. */
  readonly outputs: OutputShape;
}

export interface FinishedRun {
  readonly result: RunResult;
  /** The text of run.json. */
  readonly runJson: string;
}

/**
 * The scenario that a module exports by default.
 * @param place address or name of the module, for messages and as the scenario's name
 * @throws {ScenarioError} there is none
 */
export function loadScenario(moduleExports: unknown, place: string): LoadedScenario {
  const exported =
    typeof moduleExports === "object" && moduleExports !== null && "default" in moduleExports
      ? moduleExports.default
      : undefined;
  const definition = definitionOf(exported);
  if (definition === undefined) throw new ScenarioError([noScenario(exported, place)]);
  return {
    name: nameOf(definition, place),
    description: definition.description,
    definition,
    module: moduleOf(definition) ?? place,
  };
}

function noScenario(exported: unknown, place: string): ScenarioError["issues"][0] {
  const message =
    exported === undefined
      ? "has no default export. Write `export default scenario({ … })`."
      : isScenario(exported)
        ? 'comes from another copy of "dce". Remove that copy, or run its own command.'
        : "exports no scenario by default. Write `export default scenario({ … })`.";
  return { place, subject: "module", value: "", message, choices: [] };
}

function isScenario(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "scenario"
  );
}

/** The parameters as `--help` shows them. */
export function describeParameters(loaded: LoadedScenario): readonly ParameterText[] {
  return describe(loaded.definition.parameters ?? {});
}

/**
 * Calls `build`, checks everything that can be checked before a start, and makes the plan.
 * @throws {ScenarioError} with every mistake found
 */
export function resolveScenario(
  loaded: LoadedScenario,
  options: ResolveOptions,
  environment: Environment,
): ResolvedScenario {
  return resolve(loaded, options, environment);
}

/** Judges an outcome: expectations, `measure`, `check`, outputs, the text of run.json. */
export async function finishRun(resolved: ResolvedScenario, ended: Ended): Promise<FinishedRun> {
  return await finish(resolved, ended);
}
