// SPDX-License-Identifier: MIT
/** One run at a time in a folder of results: a file there names the process that writes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseLocks, tryLock } from "../build/lock.ts";
import { errnoOf } from "./exit-status.ts";

/** Only while a run writes; no part of its results. */
export const LOCK_FILE = ".dce.lock";

/** What link(2) says where a file system has no hard links. */
const NO_LINKS: readonly (string | undefined)[] = ["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

let releasedAtExit = false;

/** The lock and what its making leaves for a moment. */
export function isLockFile(name: string): boolean {
  return name.startsWith(LOCK_FILE);
}

/**
 * Takes the folder, which can be written. The lock of a process that has died is taken over; this
 * process's own ends with it at the latest, whatever ends it but SIGKILL.
 * @returns what gives it back, or undefined: another run has it
 */
export function lockFolder(folder: string): (() => void) | undefined {
  if (!releasedAtExit) process.once("exit", releaseLocks);
  releasedAtExit = true;
  try {
    const lock = tryLock(join(folder, LOCK_FILE));
    return lock === undefined ? undefined : () => lock.release();
  } catch (error) {
    // Results on such a file system are better than none.
    if (NO_LINKS.includes(errnoOf(error))) return () => {};
    throw error;
  }
}

/** The process that has the folder, as a word; "?" when it is gone meanwhile. */
export function holderOf(folder: string): string {
  try {
    return readFileSync(join(folder, LOCK_FILE), "utf8").split(".")[0] ?? "?";
  } catch {
    return "?";
  }
}
