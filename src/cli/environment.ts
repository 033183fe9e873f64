// SPDX-License-Identifier: MIT
/** What a scenario may ask of this machine while it is checked: programs, files, how paths look. */
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Environment, FoundFile } from "../scenario/environment.ts";
import { shownPath } from "./scenario-file.ts";

/** @param commands command to recipe */
export function nodeEnvironment(commands: ReadonlyMap<string, string>): Environment {
  return {
    programs: {
      find: (command) => commands.get(command),
      all: () => [...commands.keys()].sort(),
    },
    machine: { find: findFile },
    show: (module) => shownPath(pathOf(module)),
  };
}

function findFile(path: string, module: string | undefined): FoundFile | undefined {
  const folder = module === undefined ? process.cwd() : dirname(pathOf(module));
  const absolute = resolve(folder, path);
  try {
    const about = statSync(absolute);
    const kind = about.isFile() ? "file" : about.isDirectory() ? "folder" : "other";
    return { path: absolute, kind };
  } catch {
    return undefined;
  }
}

function pathOf(module: string): string {
  return module.startsWith("file:") ? fileURLToPath(module) : module;
}
