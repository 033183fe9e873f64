// SPDX-License-Identifier: MIT
/**
 * One run of a plan on this machine, from claimed folder to outcome: builds what is missing, starts
 * the engine, gives it up when it hangs. Used by `run`, `exec` and `run()` in code.
 */
import { join } from "node:path";
import type { Failure } from "../scenario/api/result.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";
import type { BuiltRecipe, ExecJob } from "./engine-job.ts";
import { type EngineEnd, type EngineWatch, runEngine } from "./engine-thread.ts";
import { CommandError, EXIT } from "./exit-status.ts";
import { noSpaceLeft } from "./output-folder.ts";
import { NOTE_BYTES } from "./program-note.ts";
import { EVERY_RUN, type Providers } from "./providers.ts";
import { recoverOutcome } from "./recovered.ts";
import { tailOf } from "./tail.ts";
import { showClock, showSeconds } from "./terminal.ts";

/** What is built for a plan, made first where it is missing. */
export async function recipesOf(
  plan: Plan,
  providers: Providers,
  quiet: boolean,
): Promise<readonly BuiltRecipe[]> {
  const names = [...new Set([...EVERY_RUN, ...plan.recipes])];
  return await (await providers.recipes()).provide(names, quiet);
}

export interface Simulated {
  readonly outcome: Outcome;
  readonly wallS: number;
  /** `dce exec`: not all output of the program could be passed on. */
  readonly outputLost: boolean;
}

/**
 * Runs the engine to its end. When it must be ended from outside, the outcome says what is known.
 * @throws CommandError (status 3): the machine lacks what the engine needs
 */
export async function simulatePlan(
  job: {
    readonly plan: Plan;
    readonly recipes: readonly BuiltRecipe[];
    readonly folder: string;
    readonly exec?: ExecJob;
  },
  watch: EngineWatch,
  providers: Providers,
): Promise<Simulated> {
  const started = performance.now();
  const end = await runEngine({ engine: providers.engine, ...job }, watch);
  const wallS = (performance.now() - started) / 1000;
  const interrupted = watch.signal?.aborted === true;
  const outcome = judge(job.plan, job.folder, end, interrupted);
  return { outcome, wallS, outputLost: end.outputLost };
}

function judge(plan: Plan, folder: string, end: EngineEnd, interrupted: boolean): Outcome {
  const { outcome, error, stalled } = end;
  if (stalled !== undefined) {
    const known = outcome ?? recoverOutcome(plan, folder, end.where.virtualNs);
    const failures = [...known.failures, spin(plan, folder, stalled)];
    return { ...known, state: "failed", failures };
  }
  if (outcome !== undefined) return outcome;
  if (interrupted)
    return { ...recoverOutcome(plan, folder, end.where.virtualNs), state: "stopped" };
  const reason = error === undefined ? "its thread ended" : error.message;
  if (error?.name === "StartError") throw new CommandError(error.message, EXIT.wrong);
  if (error !== undefined && /^(ENOSPC|EDQUOT)\b/.test(error.message)) {
    throw noSpaceLeft(folder);
  }
  if (error !== undefined && /memory|Array buffer allocation/i.test(error.message)) {
    throw new CommandError(`Cannot go on: ${error.message}.\n${error.stack}`, EXIT.machine);
  }
  const failure: Failure = {
    kind: "check",
    atNs: end.where.virtualNs,
    host: undefined,
    message: `The engine failed at ${showSeconds(end.where.virtualNs)}: ${reason}`,
  };
  process.stderr.write(`${error?.stack ?? ""}\n`);
  return {
    ...recoverOutcome(plan, folder, end.where.virtualNs),
    state: "failed",
    failures: [failure],
  };
}

/** "h1: client (pid 12) computes without a system call at 3.000 s; given up after 1:00." */
function spin(plan: Plan, folder: string, at: NonNullable<EngineEnd["stalled"]>): Failure {
  const host = plan.hosts[at.hostIndex]?.name;
  const log = host === undefined ? "" : `files-${host}/var/log/${at.pid}/cmdline`;
  const argv = log === "" ? "" : tailOf(join(folder, log), NOTE_BYTES);
  const name = argv.split("\0")[0]?.split("/").at(-1);
  const who = name === undefined || name === "" ? `pid ${at.pid}` : `${name} (pid ${at.pid})`;
  const where =
    host === undefined ? "The simulation" : `${host}: ${at.pid === 0 ? "the kernel" : who}`;
  const { functions } = at;
  const place = functions.length === 0 ? "" : ` in ${functions.join(" ← ")}`;
  const message =
    `${where} makes no progress at ${showSeconds(at.virtualNs)}: it computes${place} and makes ` +
    `no system call. Given up after ${showClock(at.wallMs / 1000)} (--stall).`;
  return { kind: "spin", atNs: at.virtualNs, host, message };
}
