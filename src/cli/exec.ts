// SPDX-License-Identifier: MIT
/** `dce exec`: one program on one host; its input, output and status pass through. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { signalNumber } from "../linux/signals.ts";
import { scenario } from "../scenario/api/scenario.ts";
import { ScenarioError } from "../scenario/builder/issue.ts";
import { loadScenario, resolveScenario } from "../scenario/loading.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";
import { MOUNTED } from "./engine-job.ts";
import { nodeEnvironment } from "./environment.ts";
import { CommandInput } from "./exec-input.ts";
import { CommandError, EXIT, errnoOf, messageOf } from "./exit-status.ts";
import { catchInterrupts } from "./interrupt.ts";
import type { Providers } from "./providers.ts";
import { parseDuration } from "./run-flags.ts";
import { distance } from "./scenario-file.ts";
import { recipesOf, simulatePlan } from "./simulation.ts";
import { say } from "./terminal.ts";

export interface ExecOptions {
  readonly kernel?: string;
  readonly dir?: string;
  readonly env: readonly string[];
  readonly uid?: string;
  readonly stall?: string;
  /** `-t` */
  readonly t?: boolean;
}

/** The device that gives the command's standard input. */
const STDIN = "/dev/dce-stdin";
const HOST = "dce";
const UID_MAX = 65535;
/** 100 days: as long as virtual time can be told exactly. */
const FOREVER_NS = 100 * 24 * 3600 * 1e9;

export async function exec(
  name: string,
  words: readonly string[],
  options: ExecOptions,
  providers: Providers,
): Promise<number> {
  checkOptions(options);
  const stallMs = (await ours(() => parseDuration(options.stall ?? "60s", "--stall"))) / 1e6;
  const commands = await ours(async () => await (await providers.recipes()).commands());
  const file = name.includes("/") ? machineFile(name) : undefined;
  if (file === undefined && !commands.has(name)) throw unknownCommand(name, [...commands.keys()]);
  const plan = planOf(file ?? name, words, options, commands);
  const recipes = await ours(() => recipesOf(plan, providers, false));
  const folder = mkdtempSync(join(tmpdir(), "dce-exec-"));
  const interrupt = catchInterrupts();
  const input = new CommandInput(process.stdin);
  try {
    const job = { plan, recipes, folder, exec: { dir: options.dir && resolve(options.dir) } };
    const watch = {
      stallMs,
      signal: interrupt.signal,
      input: (maxBytes: number) => input.read(maxBytes),
    };
    const { outcome, outputLost } = await simulatePlan(job, watch, providers);
    if (outputLost) throw failed(`Cannot pass on the output of '${name}': no room for it.`);
    return interrupt.status() ?? statusOf(outcome);
  } finally {
    input.close();
    interrupt.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whatever status a failure of ours has elsewhere, here it is 125. */
async function ours<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CommandError) throw failed(error.message);
    throw error;
  }
}

function checkOptions(options: ExecOptions): void {
  if (options.t === true) throw failed("-t (a terminal) comes with a later release.");
  if (options.kernel !== undefined && options.kernel !== "6.12") {
    const value = JSON.stringify(options.kernel);
    throw failed(`--kernel ${value}: this release has 6.12 only; others come later.`);
  }
  for (const word of options.env) {
    if (!/^[^=]+=/.test(word)) {
      throw failed(`--env ${JSON.stringify(word)} sets nothing. Write --env NAME=value.`);
    }
  }
  const uid = Number(options.uid ?? "0");
  if (!/^\d+$/.test(options.uid ?? "0") || uid > UID_MAX) {
    const value = JSON.stringify(options.uid);
    throw failed(`--uid ${value} is no user. Write a number from 0 to ${UID_MAX}.`);
  }
  if (options.dir === undefined) return;
  try {
    if (statSync(options.dir).isDirectory()) return;
  } catch (error) {
    const reason = errnoOf(error) === "ENOENT" ? "no such folder" : messageOf(error);
    throw failed(`Cannot mount '${options.dir}': ${reason}.`);
  }
  throw failed(`Cannot mount '${options.dir}': it is no folder.`);
}

/** The file that a PROGRAM with a slash is; 127 when there is none, 126 when it cannot run. */
function machineFile(name: string): string {
  const path = resolve(name);
  const magic = new Uint8Array(4);
  try {
    if (statSync(path).isDirectory()) {
      throw new CommandError(`Cannot run '${name}': it is a folder.`, EXIT.cannotRun);
    }
    const file = openSync(path, "r");
    try {
      readSync(file, magic);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (["ENOENT", "ENOTDIR"].includes(errnoOf(error) ?? "")) {
      throw new CommandError(`Cannot run '${name}': no such file.`, EXIT.notFound);
    }
    throw new CommandError(`Cannot run '${name}': ${messageOf(error)}.`, EXIT.cannotRun);
  }
  if (magic[0] === 0x7f && magic[1] === 0x45 && magic[2] === 0x4c && magic[3] === 0x46) {
    const message = `Cannot run '${name}': it is a program of this machine. Build it with dce cc.`;
    throw new CommandError(message, EXIT.cannotRun);
  }
  const text = String.fromCharCode(...magic);
  if (text !== "\0asm" && !text.startsWith("#!")) {
    const message = `Cannot run '${name}': it is neither a program of dce cc nor a script.`;
    throw new CommandError(message, EXIT.cannotRun);
  }
  return path;
}

function unknownCommand(name: string, all: readonly string[]): CommandError {
  const near = all.filter((one) => distance(one, name) <= 2).slice(0, 5);
  const hint = near.length > 0 ? ` Near: ${near.join(", ")}.` : "";
  const message = `Cannot run '${name}': no program of that name.${hint} All: dce build --list`;
  return new CommandError(message, EXIT.notFound);
}

/** One host, one program, no end but its own. */
function planOf(
  program: string,
  words: readonly string[],
  options: ExecOptions,
  commands: ReadonlyMap<string, string>,
): Plan {
  const isFile = program.includes("/");
  const env = Object.fromEntries(
    options.env.map((word) => [
      word.slice(0, word.indexOf("=")),
      word.slice(word.indexOf("=") + 1),
    ]),
  );
  const one = scenario({
    name: "exec",
    build(net) {
      const host = net.host(HOST, isFile ? { install: [program] } : {});
      host.run([isFile ? basename(program) : program, ...words], {
        env,
        uid: Number(options.uid ?? "0"),
        gid: Number(options.uid ?? "0"),
        cwd: options.dir === undefined ? "/" : MOUNTED,
        expect: "any",
      });
    },
  });
  try {
    const loaded = loadScenario({ default: one }, import.meta.url);
    const { plan } = resolveScenario(loaded, {}, nodeEnvironment(commands));
    return {
      ...plan,
      limits: { quietNs: FOREVER_NS, longestNs: FOREVER_NS },
      programs: plan.programs.map((each) => ({ ...each, stdin: STDIN })),
    };
  } catch (error) {
    if (error instanceof ScenarioError) throw failed(error.issues[0].message);
    throw error;
  }
}

/** The program's own status, 128 + the signal that ended it, 125 when we failed. */
function statusOf(outcome: Outcome): number {
  const [one] = outcome.processes;
  const [panic] = outcome.panics;
  if (panic !== undefined) {
    say(`The kernel panicked.\n${panic.text}`);
    return EXIT.execFailed;
  }
  if (one?.end === "exited") return one.status ?? EXIT.execFailed;
  if (one?.end === "signaled" && one.signal !== undefined) {
    const { functions = [] } = one;
    // As a shell says "Segmentation fault", and where.
    if (functions.length > 0) say(`Ended by ${one.signal} in ${functions.join(" ← ")}`);
    return 128 + signalNumber(one.signal);
  }
  if (outcome.state === "stopped") return EXIT.brokenPipe;
  for (const failure of outcome.failures) say(failure.message);
  return EXIT.execFailed;
}

function failed(message: string): CommandError {
  return new CommandError(message, EXIT.execFailed);
}
