// SPDX-License-Identifier: MIT
/**
 * `run()` in code on Node: the same worker, builds and folders as `dce run`, without a terminal.
 * src/index.ts registers it; it is loaded at the first run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Failure } from "../scenario/api/result.ts";
import type { Edge, Ended, StartOptions } from "../scenario/environment.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import { version } from "./checkout.ts";
import { firstDifference, showDifference } from "./compare-folders.ts";
import { nodeEnvironment } from "./environment.ts";
import { firstRunJson } from "./first-run-json.ts";
import { checkLimits } from "./limits.ts";
import { type ClaimedFolder, claimFolder, writeRunJson, writeTiming } from "./output-folder.ts";
import { type Providers, product } from "./providers.ts";
import { folderFiles } from "./result-files.ts";
import { shownPath } from "./scenario-file.ts";
import { recipesOf, type Simulated, simulatePlan } from "./simulation.ts";

/** Folders of runs that have ended and are not finished. */
const held = new WeakMap<Ended, ClaimedFolder>();

export function nodeEdge(providers: Providers = product): Edge {
  return {
    async environment() {
      return nodeEnvironment(await (await providers.recipes()).commands());
    },
    async start(plan, options) {
      checkLimits({ hosts: plan.hosts.length, programs: plan.programs.length });
      const claimed =
        options.out === undefined
          ? undefined
          : claimFolder(options.out, firstRunJson(plan, "running"));
      try {
        const ended = await runInto(claimed?.path, plan, options, providers);
        if (claimed !== undefined) held.set(ended, claimed);
        return ended;
      } catch (error) {
        claimed?.release();
        throw error;
      }
    },
    async finish(runJson: string, timing, ended: Ended) {
      if (ended.folder === undefined) return;
      try {
        writeRunJson(ended.folder, runJson);
        writeTiming(ended.folder, { ...timing, node: process.version });
      } finally {
        held.get(ended)?.release();
      }
    },
  };
}

/** @param out the claimed folder; undefined: results are not kept */
async function runInto(
  out: string | undefined,
  plan: Plan,
  options: StartOptions,
  providers: Providers,
): Promise<Ended> {
  const folder = out ?? temporaryFolder();
  const first = await simulateInto(plan, folder, options, providers);
  const failures = options.verify ? await verify(plan, folder, options, providers) : [];
  return {
    outcome: { ...first.outcome, failures: [...first.outcome.failures, ...failures] },
    files: folderFiles(folder),
    folder: out,
    wallS: first.wallS,
    version: version(),
    repeat: repeatText(plan),
  };
}

async function simulateInto(
  plan: Plan,
  folder: string,
  options: StartOptions,
  providers: Providers,
): Promise<Simulated> {
  const recipes = await recipesOf(plan, providers, false);
  const controller = new AbortController();
  const { signal } = options;
  signal?.addEventListener("abort", () => controller.abort());
  if (signal?.aborted === true) controller.abort();
  const watch = { stallMs: options.stallS * 1000, signal: controller.signal };
  return await simulatePlan({ plan, recipes, folder }, watch, providers);
}

/** The run again in this process, every file compared. */
async function verify(
  plan: Plan,
  folder: string,
  options: StartOptions,
  providers: Providers,
): Promise<readonly Failure[]> {
  const again = temporaryFolder();
  await simulateInto(plan, again, options, providers);
  const { difference } = firstDifference(folder, again, ["run.json"]);
  if (difference === undefined) return [];
  const message = `The two runs differ: ${showDifference(difference)}`;
  return [{ kind: "verify", atNs: 0, host: undefined, message }];
}

const temporaries: string[] = [];

/** Results that nobody asked to keep: texts are read from here until this process ends. */
function temporaryFolder(): string {
  if (temporaries.length === 0) process.once("exit", removeTemporaries);
  const folder = mkdtempSync(join(tmpdir(), "dce-run-"));
  temporaries.push(folder);
  return folder;
}

function removeTemporaries(): void {
  for (const folder of temporaries) rmSync(folder, { recursive: true, force: true });
}

/** What repeats a run that code has started: that code, and the seed. */
function repeatText(plan: Plan): string {
  const script = process.argv[1];
  const code = script === undefined ? "the same code" : `node ${shownPath(script)}`;
  return `${code} (scenario ${plan.scenario}, seed ${plan.seed})`;
}
