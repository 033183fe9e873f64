// SPDX-License-Identifier: MIT
/**
 * The folder of a run's results. It is emptied only when it holds our run.json; run.json is there
 * from the start (`state: running`) and replaced by rename, so that a reader never sees half of it.
 */
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { CommandError, EXIT, errnoOf, messageOf } from "./exit-status.ts";
import { holderOf, isLockFile, LOCK_FILE, lockFolder } from "./folder-lock.ts";
import { makeFolders } from "./make-folders.ts";
import { shownPath } from "./scenario-file.ts";

/** What a small run writes, captures included. */
const SPACE_BYTES = 16 * 1024 * 1024;

/** The four states of a run. */
export type RunState = "running" | "finished" | "stopped" | "failed";

/** A folder that no other run writes to until it is released. */
export interface ClaimedFolder {
  /** Absolute. */
  readonly path: string;
  readonly release: () => void;
}

/**
 * Makes the folder, or empties one that an earlier run made, and writes the first run.json.
 * @throws CommandError: status 2 (somebody else's files, another run, no permission) or 3 (no
 * space)
 */
export function claimFolder(out: string, first: object): ClaimedFolder {
  const path = resolve(out);
  let release: (() => void) | undefined;
  try {
    makeFolders(path);
    ownEntries(out, path);
    accessSync(path, constants.W_OK);
    checkSpace(out, path);
    release = lockFolder(path);
    if (release === undefined) throw refused(out, inUse(out, path));
    for (const entry of ownEntries(out, path)) {
      rmSync(join(path, entry), { recursive: true, force: true });
    }
    writeRunJson(path, first);
    return { path, release };
  } catch (error) {
    release?.();
    throw error instanceof CommandError ? error : explain(out, error);
  }
}

/** What an earlier run has left; refused when it is not ours. */
function ownEntries(out: string, folder: string): readonly string[] {
  const entries = readdirSync(folder).filter((name) => !isLockFile(name));
  if (entries.length === 0 || isOurs(folder)) return entries;
  const advice = "Choose another with --out, or remove it yourself";
  throw refused(out, `it holds other files and no run.json of dce. ${advice}`);
}

function inUse(out: string, folder: string): string {
  const lock = `process ${holderOf(folder)}, its lock is ${join(out, LOCK_FILE)}`;
  return `another run is writing there (${lock}). Choose another with --out, or wait for its end`;
}

/** @throws CommandError (status 3): there is no room for even a small run */
function checkSpace(out: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= SPACE_BYTES) return;
  const [needed, found] = [SPACE_BYTES, free].map((bytes) => Math.floor(bytes / 1024 / 1024));
  const amounts = `at least ${needed} MiB are needed, ${found} MiB are free`;
  throw new CommandError(`Cannot write results to '${out}': ${amounts}.`, EXIT.machine);
}

/** Whether run.json there is one that `dce` wrote: it parses, and has a state of ours. */
function isOurs(folder: string): boolean {
  const path = join(folder, "run.json");
  if (!existsSync(path)) return false;
  try {
    const found: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(path, "utf8"));
    const state = found["state"];
    return (
      typeof found["scenario"] === "string" &&
      typeof state === "string" &&
      ["running", "finished", "stopped", "failed"].includes(state)
    );
  } catch {
    return false;
  }
}

/**
 * Replaces run.json by rename. A text is written as it is.
 * @throws CommandError (status 3): the disk is full
 */
export function writeRunJson(folder: string, content: object | string): void {
  const path = join(folder, "run.json");
  const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
  try {
    if (whenThereIsRoom(() => writeFileSync(`${path}.new`, text))) {
      renameSync(`${path}.new`, path);
      return;
    }
    // What the old text takes is all the room there is.
    rmSync(`${path}.new`, { force: true });
    writeFileSync(path, text);
  } catch (error) {
    throw isFull(error) ? noSpaceLeft(folder) : error;
  }
}

/**
 * Wall times, paths and facts of the machine: the one file that two equal runs do not share. On a
 * full disk the results do without.
 */
export function writeTiming(folder: string, content: object): void {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  whenThereIsRoom(() => writeFileSync(join(folder, "timing.json"), text));
}

/** Whether the disk had room for it. */
function whenThereIsRoom(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}

function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(errnoOf(error) ?? "");
}

export function noSpaceLeft(folder: string): CommandError {
  return new CommandError(`Cannot go on: no space left for '${shownPath(folder)}'.`, EXIT.machine);
}

function refused(out: string, reason: string): CommandError {
  return new CommandError(`Cannot write results to '${out}': ${reason}.`, EXIT.wrong);
}

function explain(out: string, error: unknown): CommandError {
  switch (errnoOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new CommandError(`Cannot write results to '${out}': no space left.`, EXIT.machine);
    case "EACCES":
    case "EPERM":
      return refused(out, "no permission to write there");
    case "EROFS":
      return refused(out, "the file system is read-only");
    case "ENOENT":
      return refused(out, "no folder can be made there");
    case "ENOTDIR":
    case "EEXIST":
      return refused(out, "a file of that name is in the way");
    default:
      return refused(out, messageOf(error));
  }
}
