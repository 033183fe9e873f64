// SPDX-License-Identifier: MIT
/** What a scenario may ask of this machine while it is checked: programs, files, how paths look. */
import { closeSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ScenarioError } from "../scenario/builder/issue.ts";
import type { Environment, FoundFile } from "../scenario/environment.ts";
import { errnoOf, messageOf } from "./exit-status.ts";
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
  let about: Stats;
  try {
    about = statSync(absolute);
  } catch {
    return undefined;
  }
  const kind = about.isFile() ? "file" : about.isDirectory() ? "folder" : "other";
  try {
    if (kind !== "other") tryReading(absolute, kind);
  } catch (error) {
    throw unreadable(path, module, error);
  }
  return { path: absolute, kind, program: kind === "file" ? programOf(absolute) : undefined };
}

/** Opens what the run is going to copy, all of a folder; symbolic links below are not followed. */
function tryReading(path: string, kind: "file" | "folder"): void {
  if (kind === "file") {
    closeSync(openSync(path, "r"));
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isFile()) tryReading(join(path, entry.name), "file");
    if (entry.isDirectory()) tryReading(join(path, entry.name), "folder");
  }
}

function unreadable(path: string, module: string | undefined, error: unknown): ScenarioError {
  const value = JSON.stringify(path);
  const which = error instanceof Error && "path" in error ? ` '${String(error.path)}'` : "";
  const reason = errnoOf(error) === "EACCES" ? `no permission to read${which}` : messageOf(error);
  const place = module === undefined ? undefined : shownPath(pathOf(module));
  const message = `cannot copy ${value}: ${reason}.`;
  return new ScenarioError([{ place, subject: "file", value, message, choices: [] }]);
}

/** What a file is as a program, by its first bytes; undefined: it cannot be read. */
function programOf(path: string): FoundFile["program"] {
  const magic = Buffer.alloc(4);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, magic);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  const text = magic.toString("latin1");
  if (text === "\0asm") return "wasm";
  if (text === "\x7fELF") return "machine";
  return text.startsWith("#!") ? "script" : "other";
}

function pathOf(module: string): string {
  return module.startsWith("file:") ? fileURLToPath(module) : module;
}
