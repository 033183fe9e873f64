// SPDX-License-Identifier: MIT
/**
 * What can be said of a run whose engine had to be ended: its programs as the files of the results
 * tell them (`var/log/PID/cmdline` and `status`), everything else unknown.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { signalName } from "../linux/signals.ts";
import type { Signal } from "../scenario/api/values.ts";
import type { Plan, ProgramPlan } from "../scenario/plan/plan.ts";
import type { Outcome, ProcessOutcome } from "../scenario/results/outcome.ts";
import { tailOf } from "./tail.ts";

const CMDLINE_BYTES = 65536;
const STATUS_BYTES = 64;

/** @param virtualNs where the engine was last */
export function recoverOutcome(plan: Plan, folder: string, virtualNs: number): Outcome {
  const none = { frames: 0, bytes: 0, lostFrames: 0, queueDropsFrames: 0 };
  const taken = new Set<string>();
  return {
    state: "failed",
    virtualNs,
    processes: plan.programs.map((program) => recover(plan, folder, program, taken)),
    crashes: [],
    panics: [],
    links: plan.links.map((link) => ({ name: link.name, forward: none, reverse: none })),
    frames: { count: 0, bytes: 0, hash: "" },
    kernels: {},
    images: {},
    failures: [],
  };
}

/** @param taken folders of processes that were matched with a program already */
function recover(
  plan: Plan,
  folder: string,
  program: ProgramPlan,
  taken: Set<string>,
): ProcessOutcome {
  const logs = join(folder, `files-${plan.hosts[program.host]?.name}`, "var/log");
  const wanted = program.argv.map((word) => `${word}\0`).join("");
  const found = pidsIn(logs).find((pid) => {
    const log = join(logs, String(pid));
    return !taken.has(log) && tailOf(join(log, "cmdline"), CMDLINE_BYTES) === wanted;
  });
  const unknown = { id: program.id, endNs: undefined, status: undefined, signal: undefined };
  if (found === undefined) {
    return { ...unknown, pid: undefined, startNs: undefined, end: "not started" };
  }
  const log = join(logs, String(found));
  taken.add(log);
  const started = { ...unknown, pid: found, startNs: program.atNs };
  const [end, value] = tailOf(join(log, "status"), STATUS_BYTES).trim().split(" ");
  if (end === "exited") return { ...started, end, status: Number(value) };
  if (end === "signaled") return { ...started, end, signal: nameOf(Number(value)) };
  return { ...started, end: "running" };
}

function pidsIn(logs: string): number[] {
  try {
    return readdirSync(logs)
      .map(Number)
      .filter((pid) => Number.isInteger(pid))
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

function nameOf(signal: number): Signal | undefined {
  const name: string = signalName(signal);
  return isSignal(name) ? name : undefined;
}

function isSignal(name: string): name is Signal {
  return name.startsWith("SIG");
}
