// SPDX-License-Identifier: MIT
/**
 * From a scenario, values and a seed to a plan: `build` runs once under the guard, then everything
 * that can be checked before a start is, and all mistakes are told at once.
 */
import { parseDuration } from "../../sim/units.ts";
import { makeNetwork } from "../builder/builder.ts";
import { type AnyDefinition, definitionPlace } from "../builder/definition.ts";
import { GuardError, guarded } from "../builder/guard.ts";
import { type Notes, quote } from "../builder/issue.ts";
import { suggestion } from "../builder/near.ts";
import { checkParameters, type ParameterValue, readValues } from "../builder/parameter.ts";
import { type Place, placeOf } from "../builder/place.ts";
import { Sketch } from "../builder/sketch.ts";
import { addressesNow, topologyOf } from "../builder/sketch-topology.ts";
import type { Environment } from "../environment.ts";
import type { LoadedScenario, ResolvedScenario, ResolveOptions } from "../loading.ts";
import { type OutputShape, shapeOf } from "../results/output-shape.ts";
import { DRAIN_NS, EPOCH_S, LONGEST_NS, type Plan, QUIET_NS } from "./plan.ts";
import { resolveCaptures } from "./resolve-captures.ts";
import { resolveHosts } from "./resolve-hosts.ts";
import { resolveLinks, resolveSwitches } from "./resolve-links.ts";
import { resolvePrograms } from "./resolve-programs.ts";
import { resolveRoutes } from "./resolve-routes.ts";

/** @throws {ScenarioError} with every mistake found */
export function resolve(
  loaded: LoadedScenario,
  options: ResolveOptions,
  environment: Environment,
): ResolvedScenario {
  const { definition, module } = loaded;
  const seed = options.seed ?? 1;
  const show = (address: string): string => environment.show(address);
  const sketch = new Sketch(seed, show);
  const { notes } = sketch;
  const place = definitionPlace(definition);
  checkDefinition(definition, place, notes);
  checkSeed(seed, notes);
  const givenNs = optionNs(notes, "until", options.until);
  const drainNs = optionNs(notes, "drain", options.drain) ?? DRAIN_NS;
  const values = readValues(definition.parameters ?? {}, options.set ?? {}, notes);
  // A wrong parameter would make `build` tell mistakes that are none of its own.
  notes.check(show);

  const outputs = callBuild(sketch, definition, values, place);
  const ownNs = endOf(definition, values, place, notes);
  if (options.pcap === true) makeNetwork(sketch).capture();
  const untilNs = givenNs ?? ownNs;
  const plan = makePlan(sketch, { ...loaded, environment, ownNs, untilNs, drainNs, values });
  if (sketch.hosts.length === 0 && notes.list.length === 0) {
    notes.add(place, "scenario", "has no host. Make one with net.host(name).");
  }
  checkEnd(sketch, plan, place, module);
  notes.check(show);
  return { plan, definition, outputs };
}

interface Settled extends LoadedScenario {
  readonly environment: Environment;
  /** As the scenario itself says. */
  readonly ownNs: number | undefined;
  readonly untilNs: number | undefined;
  readonly drainNs: number;
  readonly values: Readonly<Record<string, ParameterValue>>;
}

function makePlan(sketch: Sketch, settled: Settled): Plan {
  const { environment, module, untilNs, ownNs } = settled;
  const topology = topologyOf(sketch);
  const addresses = addressesNow(sketch);
  const routes = resolveRoutes(sketch, topology, addresses);
  const { programs, recipes, files } = resolvePrograms(sketch, environment, ownNs, routes.reach);
  const hosts = resolveHosts(sketch, { topology, addresses, environment, module });
  return {
    scenario: settled.name,
    description: settled.description,
    seed: sketch.seed,
    parameters: settled.values,
    epochS: EPOCH_S,
    hosts: hosts.map((host, i) => ({
      ...host,
      routes: routes.routes[i] ?? [],
      files: [...host.files, ...(files[i] ?? [])].sort((a, b) => (a.path < b.path ? -1 : 1)),
    })),
    switches: resolveSwitches(sketch),
    links: resolveLinks(sketch),
    programs,
    captures: resolveCaptures(sketch),
    untilNs,
    limits: { quietNs: QUIET_NS, longestNs: LONGEST_NS },
    drainNs: settled.drainNs,
    recipes,
  };
}

const definitionKeys = ["name", "description", "parameters", "until", "build", "measure", "check"];

function checkDefinition(definition: AnyDefinition, place: Place | undefined, notes: Notes): void {
  for (const key of Object.keys(definition).filter((one) => !definitionKeys.includes(one))) {
    const message =
      key === "sweep"
        ? '"sweep" comes in a later release.'
        : `${quote(key)} is not an option here.${suggestion(key, definitionKeys)}`;
    notes.add(place, "scenario", message, { value: quote(key), choices: definitionKeys });
  }
  for (const key of ["build", "measure", "check"] as const) {
    const value: unknown = definition[key];
    if (typeof value === "function" || (value === undefined && key !== "build")) continue;
    const message =
      value === undefined ? '"build" is missing.' : `${quote(value)} is not a function.`;
    notes.add(place, `scenario: ${key}`, message, { value: quote(value) });
  }
  for (const key of ["name", "description"] as const) {
    const value: unknown = definition[key];
    if (value === undefined || typeof value === "string") continue;
    notes.add(place, `scenario: ${key}`, `${quote(value)} is not a text.`, { value: quote(value) });
  }
  const { name } = definition;
  if (typeof name === "string" && !/^[^/\\\0\n]{1,100}$/.test(name)) {
    const message = `${quote(name)} cannot name a folder of results.`;
    notes.add(place, "scenario: name", message, { value: quote(name) });
  }
  checkParameters(definition.parameters ?? {}, place, notes);
}

function checkSeed(seed: number, notes: Notes): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  const value = quote(seed);
  notes.add(undefined, "seed", `${value} is not a whole number from 0 to 2^53.`, { value });
}

/** A duration among the options of a run; "0" is one too, as everyone writes it. */
export function optionNs(
  notes: Notes,
  option: string,
  text: string | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const parsed = text === "0" ? 0 : parseDuration(text);
  if (typeof parsed === "number" && (parsed > 0 || option !== "until")) return parsed;
  const value = quote(text);
  const why = parsed === 0 ? "is no time after the start. Write more." : String(parsed);
  notes.add(undefined, `run: ${option}`, `${value} ${why}`, { value });
  return undefined;
}

function callBuild(
  sketch: Sketch,
  definition: AnyDefinition,
  values: Readonly<Record<string, ParameterValue>>,
  place: Place | undefined,
): OutputShape {
  let returned: unknown;
  try {
    returned = guarded(() => definition.build(makeNetwork(sketch), values));
  } catch (error) {
    noteThrown(sketch.notes, "build", error, place);
    return { kind: "value", value: undefined };
  }
  if (returned instanceof Promise) {
    returned.catch(() => {});
    const message = "returns a promise. It only writes down, at once: leave out `async`.";
    sketch.notes.add(place, "build", message);
    return { kind: "value", value: undefined };
  }
  return shapeOf(sketch, returned, place);
}

function noteThrown(notes: Notes, what: string, error: unknown, place: Place | undefined): void {
  const stack = error instanceof Error ? error.stack : undefined;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = error instanceof GuardError ? error.message : `threw ${said}`;
  notes.add(placeOf(stack) ?? place, what, message);
}

/** The scenario's own `until` in nanoseconds. */
function endOf(
  { until }: AnyDefinition,
  values: Readonly<Record<string, ParameterValue>>,
  place: Place | undefined,
  notes: Notes,
): number | undefined {
  let text: unknown = until;
  if (typeof until === "function") {
    try {
      text = guarded(() => (until as (values: unknown) => unknown)(values));
    } catch (error) {
      noteThrown(notes, "until", error, place);
      return undefined;
    }
  }
  if (text === undefined) return undefined;
  const parsed = parseDuration(typeof text === "string" ? text : "");
  if (typeof parsed === "number" && parsed > 0) return parsed;
  const why = parsed === 0 ? "is the start of the run. Write more." : String(parsed);
  notes.add(place, "scenario: until", `${quote(text)} ${why}`, { value: quote(text) });
  return undefined;
}

/** A run without `until` needs a program that somebody waits for. */
function checkEnd(
  sketch: Sketch,
  { untilNs, programs }: Plan,
  place: Place | undefined,
  module: string | undefined,
): void {
  if (untilNs !== undefined || programs.length === 0) return;
  if (programs.some((program) => !program.daemon)) return;
  const where = place ?? (module === undefined ? undefined : { module, line: 1, column: 1 });
  const message =
    'is missing: every program is a daemon (expect: "running"), so nothing ends the run.';
  sketch.notes.add(where, "scenario: until", message);
}
