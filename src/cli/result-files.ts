// SPDX-License-Identifier: MIT
/** The files of a run, in a folder or in memory, as results read them. */
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResultFiles } from "../scenario/environment.ts";

export function folderFiles(folder: string): ResultFiles {
  return {
    size(path) {
      try {
        const about = statSync(join(folder, path));
        return about.isFile() ? about.size : undefined;
      } catch {
        return undefined;
      }
    },
    list(path) {
      try {
        return readdirSync(join(folder, path)).sort();
      } catch {
        return [];
      }
    },
    read: async (path) => new Uint8Array(await readFile(join(folder, path))),
  };
}
