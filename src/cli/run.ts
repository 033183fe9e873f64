// SPDX-License-Identifier: MIT
/** `dce run FILE`: loads, checks, builds, runs, judges, reports. */
import { join } from "node:path";
import { ScenarioError } from "../scenario/builder/issue.ts";
import {
  type LoadedScenario,
  loadScenario,
  type ResolvedScenario,
  resolveScenario,
} from "../scenario/loading.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import { version } from "./checkout.ts";
import { nodeEnvironment } from "./environment.ts";
import { CommandError, EXIT, messageOf } from "./exit-status.ts";
import { finishSettled } from "./finish-settled.ts";
import { firstRunJson, type KeptState, keepState } from "./first-run-json.ts";
import { catchInterrupts } from "./interrupt.ts";
import { checkLimits } from "./limits.ts";
import { claimFolder, writeRunJson, writeTiming } from "./output-folder.ts";
import type { Providers } from "./providers.ts";
import { repeatCommand } from "./repeat.ts";
import { folderFiles } from "./result-files.ts";
import { parseFlags, type RunChoices, type RunFlags } from "./run-flags.ts";
import type { RunJson } from "./run-json.ts";
import { RunProgress, showFactor } from "./run-progress.ts";
import { openScenario, type ScenarioFile, shownPath } from "./scenario-file.ts";
import { scenarioHelp } from "./scenario-help.ts";
import { settings } from "./settings.ts";
import { recipesOf, type Simulated, simulatePlan } from "./simulation.ts";
import { failureLines, summary } from "./summary.ts";
import { bar, coloursOf, showSeconds } from "./terminal.ts";
import { topology } from "./topology.ts";

const RESULTS = "results";

export async function run(file: string, flags: RunFlags, providers: Providers): Promise<number> {
  const choices = parseFlags(flags);
  const opened = await openScenario(file, providers.entry);
  return await told(opened, async () => {
    const loaded = loadScenario(opened.module, opened.url);
    if (flags.help === true) {
      process.stdout.write(scenarioHelp(shownPath(opened.path), loaded));
      return EXIT.ok;
    }
    const resolved = await resolve(loaded, flags, choices, providers);
    checkLimits({ hosts: resolved.plan.hosts.length, programs: resolved.plan.programs.length });
    const out = choices.out ?? join(RESULTS, fileName(resolved.plan.scenario));
    const folder = claimFolder(out, firstRunJson(resolved.plan, "running"));
    try {
      const status = await runResolved(folder.path, file, resolved, { ...choices, out }, providers);
      if (!choices.verify || status > EXIT.failed) return status;
      const { verify } = await import("./verify.ts");
      return await verify(file, flags, { out, status, quiet: choices.quiet }, providers);
    } finally {
      folder.release();
    }
  });
}

/** A wrong scenario is one message, status 2. */
async function told({ url, path }: ScenarioFile, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new CommandError(error.message.replaceAll(url, shownPath(path)), EXIT.wrong);
  }
}

async function resolve(
  loaded: LoadedScenario,
  flags: RunFlags,
  choices: RunChoices,
  providers: Providers,
): Promise<ResolvedScenario> {
  const commands = await (await providers.recipes()).commands();
  const options = {
    seed: choices.seed,
    set: settings(flags.set, loaded.definition.parameters ?? {}),
    until: flags.until,
    pcap: choices.pcap,
    drain: flags.drain,
  };
  return resolveScenario(loaded, options, nodeEnvironment(commands));
}

/** A scenario's name as the name of a folder. */
function fileName(name: string): string {
  return name.replaceAll(/[^\w.+-]+/g, "-").replace(/^\.+/, "") || "scenario";
}

type Choices = RunChoices & { readonly out: string };

async function runResolved(
  folder: string,
  file: string,
  resolved: ResolvedScenario,
  choices: Choices,
  providers: Providers,
): Promise<number> {
  const kept = keepState(folder, resolved.plan);
  try {
    return await runInto(folder, file, resolved, choices, kept, providers);
  } catch (error) {
    kept.failed(messageOf(error));
    throw error;
  }
}

async function runInto(
  folder: string,
  file: string,
  resolved: ResolvedScenario,
  choices: Choices,
  kept: KeptState,
  providers: Providers,
): Promise<number> {
  const { plan } = resolved;
  const shown = !choices.quiet && !choices.json;
  const recipes = await recipesOf(plan, providers, choices.quiet);
  if (shown) process.stdout.write(`${topology(plan)}\n`);
  const interrupt = catchInterrupts();
  try {
    const progress = new RunProgress(process.stderr, plan.untilNs, performance.now());
    const simulated = await simulatePlan(
      { plan, recipes, folder },
      {
        stallMs: choices.stallNs / 1e6,
        signal: interrupt.signal,
        progress: (where) => shown && progress.update(where, performance.now()),
      },
      providers,
    );
    progress.clear();
    const repeat = repeatCommand(file, plan, choices);
    const ended = await judgeRun(resolved, folder, simulated, repeat);
    kept.settled();
    report(ended, plan, { folder, repeat, wallS: simulated.wallS }, choices);
    return interrupt.status() ?? (ended.run.failures.length === 0 ? EXIT.ok : EXIT.failed);
  } finally {
    interrupt.release();
  }
}

interface Judged {
  readonly run: RunJson;
  /** run.json, as it was written. */
  readonly text: string;
}

async function judgeRun(
  resolved: ResolvedScenario,
  folder: string,
  { outcome, wallS }: Simulated,
  repeat: string,
): Promise<Judged> {
  const files = folderFiles(folder);
  const ended = { outcome, files, folder, wallS, version: version(), repeat };
  const { runJson } = await finishSettled(resolved, ended);
  const run: RunJson = JSON.parse(runJson);
  writeRunJson(folder, runJson);
  writeTiming(folder, timingOf(wallS, run, folder, repeat));
  return { run, text: runJson };
}

function timingOf(wallS: number, run: RunJson, folder: string, repeat: string): object {
  return {
    wallS,
    timesRealTime: run.virtualNs / 1e9 / wallS,
    folder,
    repeat,
    command: process.argv,
    finishedAt: new Date().toISOString(),
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    nodeOptions: process.execArgv,
  };
}

function report(
  { run, text }: Judged,
  plan: Plan,
  about: { readonly folder: string; readonly repeat: string; readonly wallS: number },
  choices: Choices,
): void {
  const options = { folder: about.folder, shownFolder: choices.out, repeat: about.repeat };
  const failed = failureLines(run, { ...options, colours: coloursOf(process.stderr) });
  if (choices.json) process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  if (choices.json || choices.quiet) {
    if (failed !== "") process.stderr.write(`${failed}\n`);
    return;
  }
  const colours = coloursOf(process.stdout);
  const factor = showFactor(run.virtualNs / 1e9 / about.wallS);
  const share = plan.untilNs === undefined ? 1 : run.virtualNs / plan.untilNs;
  const time = `  ${showSeconds(run.virtualNs)} ${bar(share, 16)} ${factor} × real time`;
  process.stdout.write(`${colours.cyan(time)}\n\n${summary(run, { ...options, colours })}\n`);
}
