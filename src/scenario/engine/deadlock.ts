// SPDX-License-Identifier: MIT
/**
 * What is said of a run that would never end: since when nothing has happened and who waits where.
 */
import type { Failure } from "../api/result.ts";

export interface WaitingHost {
  readonly name: string;
  /** A line `pid comm syscall-number` for each task that waits. */
  readonly tasks: string;
  readonly syscalls: ReadonlyMap<number, string>;
  /** Programs of the scenario that run. */
  readonly programs: readonly { readonly name: string; readonly pid: number | undefined }[];
}

const INIT_PID = 1;
const endCure = "Give it an end: until";
/** A server that somebody waits for is the usual cause: the run ends when all others have. */
const serverCure =
  'To a server that never ends give expect: "running" (or its own end: iperf3 -s -1); ' +
  "to wait longer, give until";

/**
 * @param tooLong the run has reached its longest time; else nothing has happened for too long
 * @param hasCure the run is that of a scenario, where `until` and `expect` can be given
 */
export function findDeadlock(
  hosts: readonly WaitingHost[],
  lastActivityNs: number,
  nowNs: number,
  tooLong: boolean,
  hasCure = true,
): Failure {
  const waiting = hosts.flatMap(waitingOn);
  const who = waiting.length === 0 ? "" : `: ${waiting.join(", ")}`;
  const said = tooLong
    ? `The run has not ended after ${seconds(nowNs)} s${who}`
    : `Nothing has happened since ${seconds(lastActivityNs)} s${who}`;
  const message = hasCure ? `${said}. ${tooLong ? endCure : serverCure}` : said;
  return { kind: "deadlock", atNs: nowNs, host: undefined, message };
}

/** What waits, then the programs that run and do not wait. */
function waitingOn({ name, tasks, syscalls, programs }: WaitingHost): readonly string[] {
  const said: string[] = [];
  const waiting = new Set<number>();
  for (const line of tasks.split("\n")) {
    const parts = /^(\d+) (.*) (-?\d+)$/.exec(line);
    if (parts === null || Number(parts[1]) === INIT_PID) continue;
    waiting.add(Number(parts[1]));
    const call = syscalls.get(Number(parts[3])) ?? "the kernel";
    said.push(`${name}: ${parts[2]} (pid ${parts[1]}) waits in ${call}`);
  }
  for (const { name: program, pid } of programs) {
    if (pid !== undefined && !waiting.has(pid)) said.push(`${name}: ${program} (pid ${pid}) runs`);
  }
  return said;
}

/** As many decimals as are needed, at most nine. */
function seconds(ns: number): string {
  return String(Number((ns / 1e9).toFixed(9)));
}
