// SPDX-License-Identifier: MIT
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing. Node's own recursive mkdir never ends below
 * a folder that is there and can have no entries, as /proc.
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  makeFolders(dirname(folder));
  mkdirSync(folder);
}
