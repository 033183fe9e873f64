// SPDX-License-Identifier: MIT
/** Did every program end as its scenario expects, and what to say of those that did not. */
import { formatDuration, formatSize } from "../../sim/units.ts";
import type { Failure } from "../api/result.ts";
import type { Accepted, Plan, ProgramPlan } from "../plan/plan.ts";
import { panicReason } from "./kernel-lines.ts";
import type { Outcome, ProcessOutcome } from "./outcome.ts";

/**
 * Is this end as expected? An end caused by the program's own `until` is; a program that still runs
 * is when `running` or `any` is accepted, where without an end of the run only a daemon can be.
 */
export function isExpected(program: ProgramPlan, process: ProcessOutcome, plan: Plan): boolean {
  const accepts = (one: Accepted): boolean => program.expect.includes(one);
  switch (process.end) {
    case "running":
      return (
        (accepts("running") || accepts("any")) && (plan.untilNs !== undefined || program.daemon)
      );
    case "exited":
    case "signaled":
      if (wasStopped(program, process)) return true;
      if (accepts("any")) return true;
      return process.end === "exited"
        ? process.status !== undefined && accepts(process.status)
        : process.signal !== undefined && accepts(process.signal);
    default:
      return false;
  }
}

function wasStopped({ untilNs }: ProgramPlan, { endNs }: ProcessOutcome): boolean {
  return untilNs !== undefined && endNs !== undefined && endNs >= untilNs;
}

/** Failures of programs and hosts, in the order of their times. */
export function judge(plan: Plan, outcome: Outcome): readonly Failure[] {
  const statuses = plan.programs.flatMap((program): readonly Failure[] => {
    const process = outcome.processes[program.id] ?? missing(program);
    if (isExpected(program, process, plan) || excused(process, outcome)) return [];
    const host = plan.hosts[program.host]?.name ?? "";
    return [
      {
        kind: "status",
        atNs: process.endNs ?? outcome.virtualNs,
        host,
        message: `${host}: ${told(program, process)}, expected ${expectedText(program, plan)}`,
      },
    ];
  });
  const panics = outcome.panics.map(({ host, atNs, text }): Failure => {
    return {
      kind: "panic",
      atNs,
      host,
      message: `${host}: ${death(text, seconds(atNs))}${memoryCure(plan, host, text)}`,
    };
  });
  const all = [...outcome.failures, ...panics, ...statuses];
  // Sorting is stable: at one time, what the engine found comes first.
  return all.sort((a, b) => a.atNs - b.atNs);
}

/** A kernel's end, out of its last lines: its own word, else that of the engine, which is last. */
function death(text: string, time: string): string {
  const lines = text.trimEnd().split("\n");
  const reason = panicReason(text);
  const last = lines.at(-1) ?? "";
  return reason === undefined && last.startsWith("the kernel ")
    ? `${last} at ${time}`
    : `the kernel panicked at ${time}: ${reason ?? last}`;
}

/** reboot.c says so when an allocation finds nothing to free. */
const EXHAUSTED = "the memory of this host is exhausted";

function memoryCure({ hosts }: Plan, name: string, text: string): string {
  const bytes = hosts.find((host) => host.name === name)?.memoryBytes;
  if (bytes === undefined || panicReason(text) !== EXHAUSTED) return "";
  return `. Give it more than ${formatSize(bytes)}: memory`;
}

/** The run was given up or stopped: what still runs or never started is no failure of its own. */
function excused({ end }: ProcessOutcome, { state }: Outcome): boolean {
  return state !== "finished" && (end === "running" || end === "not started");
}

export function missing({ id }: ProgramPlan): ProcessOutcome {
  const nothing = undefined;
  return {
    id,
    pid: nothing,
    startNs: nothing,
    endNs: nothing,
    end: "not started",
    status: nothing,
    signal: nothing,
  };
}

/** "server (pid 14) ended by SIGSEGV at 3.000412 s in handle_request ← serve ← main" */
function told({ name }: ProgramPlan, process: ProcessOutcome): string {
  const who = process.pid === undefined ? name : `${name} (pid ${process.pid})`;
  const at = process.endNs === undefined ? "" : ` at ${seconds(process.endNs)}`;
  switch (process.end) {
    case "exited":
      return `${who} ended with status ${process.status}${at}`;
    case "signaled": {
      const { functions = [] } = process;
      const where = functions.length === 0 ? "" : ` in ${functions.join(" ← ")}`;
      return `${who} ended by ${process.signal}${at}${where}`;
    }
    case "running":
      return `${who} still ran at the end`;
    case "lost":
      return `${who} was lost with its host${at}`;
    default:
      return `${who} never started`;
  }
}

/** Where no end is set, only a daemon may still run at the end. */
function expectedText({ expect, daemon }: ProgramPlan, { untilNs }: Plan): string {
  const mayRun = untilNs !== undefined || daemon;
  const accepted = expect.filter((one) => mayRun || one !== "running");
  return accepted.map((one) => (one === "running" ? "still running" : String(one))).join(" or ");
}

/** Times in messages are in seconds, however long. */
function seconds(ns: number): string {
  if (Math.abs(ns) < 1000) return formatDuration(ns);
  return `${String(Number((ns / 1e9).toFixed(9)))} s`;
}
