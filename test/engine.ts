// SPDX-License-Identifier: MIT
/**
 * The engine in this thread, for tests that need its switches or look at a plan: what `dce run`
 * does without the command, into a temporary folder.
 */
import { nodeEnvironment } from "../src/cli/environment.ts";
import { makeMachine } from "../src/cli/node-machine.ts";
import { product } from "../src/cli/providers.ts";
import { recipeService } from "../src/cli/recipe-service.ts";
import { EngineSide, makeSharedBlock } from "../src/cli/shared-block.ts";
import { recipesOf } from "../src/cli/simulation.ts";
import type { SimulationSwitches } from "../src/scenario/engine/machine.ts";
import { simulate } from "../src/scenario/engine/simulate.ts";
import { loadScenario, resolveScenario } from "../src/scenario/loading.ts";
import type { Outcome } from "../src/scenario/results/outcome.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface EngineRun {
  readonly outcome: Outcome;
  /** Holds what a run writes but run.json. */
  readonly folder: string;
}

export interface EngineOptions {
  readonly seed?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly switches?: SimulationSwitches;
}

/** Runs a scenario (what `scenario({…})` returned). */
export async function runHere(scenario: unknown, options: EngineOptions = {}): Promise<EngineRun> {
  const service = recipeService();
  const environment = nodeEnvironment(await service.commands());
  const loaded = loadScenario({ default: scenario }, import.meta.url);
  const { plan } = resolveScenario(loaded, { seed: options.seed, set: options.set }, environment);
  const recipes = await recipesOf(plan, product, false);
  const folder = temporaryFolder();
  const job = { engine: product.engine, plan, recipes, folder };
  const { machine, close } = makeMachine(job, new EngineSide(makeSharedBlock()));
  try {
    return { outcome: await simulate(plan, machine, options.switches), folder };
  } finally {
    close();
  }
}
