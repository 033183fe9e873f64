// SPDX-License-Identifier: MIT
/**
 * The first difference of two folders of results: every file but timing.json, byte by byte. Files
 * are read in pieces: one may be larger than memory.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { isLockFile } from "./folder-lock.ts";

/** What two equal runs do not share. */
const OWN_FILES: readonly string[] = ["timing.json"];

const PIECE_BYTES = 1024 * 1024;
/** Around a byte that differs: enough for its line as it is shown. */
const SHOWN_BYTES = 4096;

export interface Difference {
  /** Relative to the folders. */
  readonly file: string;
  /** First byte that differs; undefined: the file is in one folder only. */
  readonly offset: number | undefined;
  /** The line with that byte in either folder, when both are text. */
  readonly lines: readonly [string, string] | undefined;
  /** Which folder has the file, when only one has. */
  readonly only: "first" | "second" | undefined;
}

/**
 * Undefined when they are equal; `count` tells how many files were compared.
 * @param except files that are not compared either
 */
export function firstDifference(
  first: string,
  second: string,
  except: readonly string[] = [],
): { readonly difference: Difference | undefined; readonly count: number } {
  const skipped = [...OWN_FILES, ...except];
  const [a, b] = [filesOf(first, skipped), filesOf(second, skipped)];
  const names = [...new Set([...a, ...b])].sort();
  for (const file of names) {
    const only = !b.has(file) ? "first" : !a.has(file) ? "second" : undefined;
    if (only !== undefined) {
      const difference = { file, offset: undefined, lines: undefined, only } as const;
      return { difference, count: names.length };
    }
    const difference = compareFiles(file, join(first, file), join(second, file));
    if (difference !== undefined) return { difference, count: names.length };
  }
  return { difference: undefined, count: names.length };
}

function filesOf(folder: string, skipped: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (entry.isDirectory() || isLockFile(name) || skipped.includes(name)) continue;
    found.add(name);
  }
  return found;
}

function compareFiles(file: string, first: string, second: string): Difference | undefined {
  const a = openSync(first, "r");
  try {
    const b = openSync(second, "r");
    try {
      const offset = differingByte(a, b);
      return offset === undefined ? undefined : describe(file, a, b, offset);
    } finally {
      closeSync(b);
    }
  } finally {
    closeSync(a);
  }
}

/** Undefined: they are equal. */
function differingByte(a: number, b: number): number | undefined {
  const [first, second] = [fstatSync(a), fstatSync(b)];
  // Nothing but holes; however long they are, all of it is zeros.
  if (first.size === second.size && first.blocks === 0 && second.blocks === 0) return undefined;
  const pieces = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)] as const;
  for (let at = 0; ; at += PIECE_BYTES) {
    const [one, other] = [fill(a, pieces[0], at), fill(b, pieces[1], at)];
    if (!one.equals(other)) {
      let i = 0;
      while (i < one.length && i < other.length && one[i] === other[i]) i++;
      return at + i;
    }
    if (one.length < PIECE_BYTES) return undefined;
  }
}

/** The bytes of a file at an offset: as many as fit, or as there are. */
function fill(file: number, buffer: Buffer, at: number): Buffer {
  let length = 0;
  for (let got = -1; got !== 0 && length < buffer.length; length += got) {
    got = readSync(file, buffer, length, buffer.length - length, at + length);
  }
  return buffer.subarray(0, length);
}

function describe(file: string, a: number, b: number, offset: number): Difference {
  const from = Math.max(0, offset - SHOWN_BYTES);
  const around = [a, b].map((one) => fill(one, Buffer.alloc(2 * SHOWN_BYTES), from));
  const [first, second] = around.map((bytes) =>
    bytes.includes(0) ? undefined : lineAt(bytes, offset - from),
  );
  const text = first !== undefined && second !== undefined;
  return { file, offset, lines: text ? [first, second] : undefined, only: undefined };
}

/** The line around a byte, at most 120 characters of it. */
function lineAt(bytes: Buffer, offset: number): string {
  const start = bytes.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = bytes.indexOf("\n", offset);
  const from = Math.max(start, offset - 60);
  return bytes.toString("utf8", from, Math.min(end < 0 ? bytes.length : end, from + 120)).trim();
}

/** "files-h1/var/log/12/stdout differs at byte 17", with the two lines below it. */
export function showDifference({ file, offset, lines, only }: Difference): string {
  if (only !== undefined) return `${file} is in the ${only} run only.`;
  const where = `${file} differs at byte ${offset}.`;
  return lines === undefined ? where : `${where}\n  first:  ${lines[0]}\n  second: ${lines[1]}`;
}
