// SPDX-License-Identifier: MIT
/** What `scenario()` was given, kept beside the object that it returns. */
import type { Network } from "../api/network.ts";
import type { Parameters } from "../api/param.ts";
import type { RunResult } from "../api/result.ts";
import { callPlace, type Place } from "./place.ts";

/** A definition whose types are of no more use. */
export interface AnyDefinition {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly parameters?: Parameters | undefined;
  readonly until?: unknown;
  readonly build: (net: Network, values: Readonly<Record<string, unknown>>) => unknown;
  readonly measure?: ((outputs: unknown, run: RunResult) => unknown) | undefined;
  readonly check?: ((outputs: unknown, run: RunResult) => unknown) | undefined;
}

const definitions = new WeakMap<object, AnyDefinition>();
const places = new WeakMap<AnyDefinition, Place>();

export function keepDefinition(definition: unknown): {
  readonly kind: "scenario";
  readonly parameters: Parameters;
} {
  if (typeof definition !== "object" || definition === null) {
    throw new TypeError("scenario() takes an object with `build`");
  }
  const kept = definition as AnyDefinition;
  const scenario = { kind: "scenario" as const, parameters: kept.parameters ?? {} };
  definitions.set(scenario, kept);
  const place = callPlace();
  if (place !== undefined) places.set(kept, place);
  return scenario;
}

/** Undefined: not what `scenario()` of this copy of the package returned. */
export function definitionOf(scenario: unknown): AnyDefinition | undefined {
  return typeof scenario === "object" && scenario !== null ? definitions.get(scenario) : undefined;
}

export function definitionPlace(definition: AnyDefinition): Place | undefined {
  return places.get(definition);
}

/** Its own name, else that of the file without its ending. */
export function nameOf(definition: AnyDefinition, module: string | undefined): string {
  return definition.name ?? /([^/\\]+?)(?:\.[^./\\]+)?$/.exec(module ?? "")?.[1] ?? "scenario";
}

/** Address of the module in which `scenario()` was called. */
export function moduleOf(definition: AnyDefinition): string | undefined {
  return places.get(definition)?.module;
}
