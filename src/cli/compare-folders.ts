// SPDX-License-Identifier: MIT
/** The first difference of two folders of results: every file but timing.json, byte by byte. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What two equal runs do not share. */
const OWN_FILES: readonly string[] = ["timing.json"];

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
    if (!entry.isDirectory() && !skipped.includes(name)) found.add(name);
  }
  return found;
}

function compareFiles(file: string, first: string, second: string): Difference | undefined {
  const sizes = [statSync(first).size, statSync(second).size];
  const [a, b] = [readFileSync(first), readFileSync(second)];
  if (sizes[0] === sizes[1] && a.equals(b)) return undefined;
  let offset = 0;
  while (offset < a.length && offset < b.length && a[offset] === b[offset]) offset++;
  const text = !a.subarray(0, 4096).includes(0) && !b.subarray(0, 4096).includes(0);
  const lines = text ? ([lineAt(a, offset), lineAt(b, offset)] as const) : undefined;
  return { file, offset, lines, only: undefined };
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
