// SPDX-License-Identifier: MIT
/** The patches of a recipe's sources: which files, how they are applied, how much they change. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Log, runCommand } from "./command.ts";
import type { Source } from "./recipe.ts";

/** Absolute paths of a source's patches in the order in which they are applied. */
export function patchFiles(root: string, source: Source): string[] {
  return (source.patches ?? []).flatMap((name) => {
    const path = join(root, name);
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path).filter((file) => file.endsWith(".patch"));
    return files.sort().map((file) => join(path, file));
  });
}

/** Applies a source's patches to its unpacked folder. */
export async function applyPatches(
  log: Log,
  root: string,
  source: Source,
  folder: string,
): Promise<void> {
  for (const file of patchFiles(root, source)) {
    const how = ["-p1", "--forward", "--no-backup-if-mismatch", "-d", folder, "-i", file];
    await runCommand(log, folder, "patch", how);
  }
}

/**
 * How many upstream lines a unified diff changes. A line that is replaced counts once: for each
 * run of changed lines, the larger of those removed and those added.
 */
export function changedLines(diff: string): number {
  let total = 0;
  let added = 0;
  let removed = 0;
  const lines = diff.split("\n");
  for (const [at, line] of lines.entries()) {
    const header = line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ");
    const second = line.startsWith("+++ ") && lines[at - 1]?.startsWith("--- ");
    if (!header && !second && line.startsWith("+")) added++;
    else if (!header && !second && line.startsWith("-")) removed++;
    else {
      total += Math.max(added, removed);
      added = 0;
      removed = 0;
    }
  }
  return total + Math.max(added, removed);
}

/** Changed upstream lines of all patches of a source. */
export function sourceChangedLines(root: string, source: Source): number {
  const counts = patchFiles(root, source).map((file) => changedLines(readFileSync(file, "utf8")));
  return counts.reduce((sum, count) => sum + count, 0);
}
