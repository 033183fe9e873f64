// SPDX-License-Identifier: MIT
/** `run()` of code and tests: resolve, let the registered edge start it, finish. */

import type { Measures, RunResult } from "./api/result.ts";
import type { RunOptions, Scenario } from "./api/scenario.ts";
import { definitionOf, moduleOf, nameOf } from "./builder/definition.ts";
import { Notes, quote } from "./builder/issue.ts";
import { suggestion } from "./builder/near.ts";
import { currentEdge } from "./environment.ts";
import { optionNs, resolve } from "./plan/resolve.ts";
import { finish } from "./results/finish.ts";
import { timing } from "./results/run-json.ts";

/** Wall time after which a spin ends the run. */
const STALL_NS = 60e9;

const optionKeys: readonly string[] = [
  "seed",
  "set",
  "until",
  "out",
  "pcap",
  "verify",
  "storage",
  "stall",
  "drain",
  "signal",
] satisfies readonly (keyof RunOptions)[];

export async function runScenario<V, Outputs, M extends Measures>(
  scenario: Scenario<V, Outputs, M>,
  options: RunOptions<V>,
): Promise<RunResult<Outputs, M>> {
  const definition = definitionOf(scenario);
  if (definition === undefined) throw new TypeError("run() takes what scenario() returned");
  const notes = new Notes();
  checkKeys(options, notes);
  const stallNs = optionNs(notes, "stall", options.stall) ?? STALL_NS;
  notes.check((address) => address);
  const edge = await currentEdge();
  const module = moduleOf(definition);
  const loaded = {
    name: nameOf(definition, module),
    description: definition.description,
    definition,
    module,
  };
  const { seed, set, until, pcap, drain } = options;
  const resolved = resolve(loaded, { seed, set, until, pcap, drain }, await edge.environment());
  const ended = await edge.start(resolved.plan, {
    out: options.out,
    storage: options.storage,
    verify: options.verify ?? false,
    stallS: stallNs / 1e9,
    signal: options.signal,
  });
  const { result, runJson } = await finish(resolved, ended);
  if (options.out !== undefined) await edge.finish(runJson, timing(ended), ended);
  return result as RunResult<Outputs, M>;
}

/** Types say it at compile time; plain JavaScript learns it here. */
function checkKeys(options: object, notes: Notes): void {
  for (const key of Object.keys(options).filter((one) => !optionKeys.includes(one))) {
    const message = `${quote(key)} is not an option here.${suggestion(key, optionKeys)}`;
    notes.add(undefined, "run", message, { value: quote(key), choices: optionKeys });
  }
}
