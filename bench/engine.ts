// SPDX-License-Identifier: MIT
/** Runs a scenario in this thread and takes this process's CPU time at a virtual time. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeEnvironment } from "../src/cli/environment.ts";
import { makeMachine } from "../src/cli/node-machine.ts";
import { product } from "../src/cli/providers.ts";
import { recipeService } from "../src/cli/recipe-service.ts";
import { EngineSide, makeSharedBlock } from "../src/cli/shared-block.ts";
import { recipesOf } from "../src/cli/simulation.ts";
import { simulate } from "../src/scenario/engine/simulate.ts";
import { loadScenario, resolveScenario } from "../src/scenario/loading.ts";
import type { Outcome } from "../src/scenario/results/outcome.ts";
import { dce } from "../test/command.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";

export interface Measured {
  readonly outcome: Outcome;
  /** CPU seconds of this process from the mark to the end of the run. */
  readonly cpuS: number;
  /** Wall seconds of the engine: hosts made, booted, run. */
  readonly wallS: number;
  /** What a program wrote. */
  stdout(host: string, pid: number): Promise<string>;
}

/** CPU seconds of this process, user and system. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * @param markNs virtual time from which CPU time counts
 * @param atEnd called while the hosts still live
 */
export async function measure(
  scenario: unknown,
  set: Readonly<Record<string, unknown>>,
  markNs: number,
  atEnd: () => void = () => {},
): Promise<Measured> {
  const service = recipeService();
  const environment = nodeEnvironment(await service.commands());
  const loaded = loadScenario({ default: scenario }, import.meta.url);
  const { plan } = resolveScenario(loaded, { set }, environment);
  const recipes = await recipesOf(plan, product, false);
  const folder = temporaryFolder();
  const { machine, close } = makeMachine(
    { engine: product.engine, plan, recipes, folder },
    new EngineSide(makeSharedBlock()),
  );
  let startedAt = Number.NaN;
  const endNs = plan.untilNs ?? Number.POSITIVE_INFINITY;
  let ended = false;
  const progress = {
    stopped: false,
    running: (): void => {},
    at(virtualNs: number): void {
      if (Number.isNaN(startedAt) && virtualNs >= markNs) startedAt = cpuSeconds();
      if (!ended && virtualNs >= endNs) {
        ended = true;
        atEnd();
      }
    },
  };
  const begun = performance.now();
  const outcome = await simulate(plan, { ...machine, progress });
  const wallS = (performance.now() - begun) / 1e3;
  const cpuS = cpuSeconds() - startedAt;
  close();
  const { readFile } = await import("node:fs/promises");
  return {
    outcome,
    cpuS,
    wallS,
    stdout: (host, pid) => readFile(join(folder, `files-${host}/var/log/${pid}/stdout`), "utf8"),
  };
}

/** Builds the programs of bench/programs for hosts; their folder. */
export function buildPrograms(names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    const source = join(import.meta.dirname, "programs", `${name}.c`);
    const { status, stderr } = spawnSync(dce, ["cc", "-O2", "-o", join(folder, name), source], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`Cannot build ${name}: ${stderr}`);
  }
  return folder;
}
