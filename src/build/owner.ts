// SPDX-License-Identifier: MIT
/**
 * Names a process so that another one can tell whether it still lives: process number, start time
 * and process-number namespace. A number alone is reused, and a cache may be shared with a
 * container, where the same number is another process.
 */
import { readFileSync, readlinkSync } from "node:fs";

/** Start time in clock ticks since the machine's boot, field 22 of proc(5) `stat`. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name, field 2, may hold blanks and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function namespace(): string {
  return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
}

/** This process as `PID.START.NAMESPACE`. */
export function ownerName(): string {
  return `${process.pid}.${startTicks(process.pid) ?? "0"}.${namespace()}`;
}

/** Whether the process of that name has ended. One of another namespace counts as alive. */
export function ownerGone(name: string): boolean {
  const [pid, start, space] = name.split(".");
  if (pid === undefined || start === undefined || space === undefined) return true;
  return space === namespace() && startTicks(Number(pid)) !== start;
}
