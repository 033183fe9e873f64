// SPDX-License-Identifier: MIT
/** Where builds are kept. */
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CommandError, EXIT } from "./exit-status.ts";

/** As the build layer chooses it. */
export function cacheFolder(): string {
  return process.env["DCE_CACHE"] ?? join(homedir(), ".cache", "dce");
}

/** The cache's folder, or the nearest one above that exists. */
export function nearestFolder(): string {
  let folder = cacheFolder();
  while (!exists(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** @throws CommandError (status 3): there is a file where the folder of builds should be */
export function checkCache(): void {
  const found = nearestFolder();
  if (statSync(found).isDirectory()) return;
  const where = cacheFolder();
  throw new CommandError(
    `Cannot keep builds in '${where}': '${found}' is no folder. DCE_CACHE chooses another place.`,
    EXIT.machine,
  );
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Below a file, or where we may not look.
    return false;
  }
}
