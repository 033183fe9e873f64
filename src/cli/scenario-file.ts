// SPDX-License-Identifier: MIT
/**
 * Opens the file of a scenario: everything that can be wrong with it before the scenario itself is
 * looked at, each as one message with status 2.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkout } from "./checkout.ts";
import { CommandError, EXIT, errnoOf, messageOf } from "./exit-status.ts";
import { resolveDce } from "./module-hook.ts";

/** Names of this distance look like a mistyped one. */
const NEAR = 2;

/** A scenario's module. */
export interface ScenarioFile {
  /** Absolute. */
  readonly path: string;
  readonly url: string;
  /** What it exports. */
  readonly module: unknown;
}

/** As a person reads it: relative when the file lies below the working directory. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
}

/**
 * Imports a scenario's module.
 * @param entry the file that `import "dce"` means
 * @throws CommandError (status 2)
 */
export async function openScenario(file: string, entry: string): Promise<ScenarioFile> {
  const path = findFile(file);
  resolveDce(entry);
  const url = pathToFileURL(path).href;
  try {
    return { path, url, module: (await import(url)) as unknown };
  } catch (error) {
    throw wrong(explainImport(path, error));
  }
}

function findFile(file: string): string {
  const path = resolve(file);
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const reason = errnoOf(error) === "ENOENT" ? "no such file" : messageOf(error);
    throw wrong(`Cannot open '${file}': ${reason}.${nearScenarios(path)}`);
  }
  if (isFolder) throw wrong(`Cannot run '${file}': a folder.${scenariosIn(path)}`);
  if (/\.ya?ml$/.test(path)) {
    throw wrong(`Cannot run '${file}': YAML comes with a later release. Write it as .ts.`);
  }
  if (!/\.[cm]?[jt]s$/.test(path)) {
    throw wrong(`Cannot run '${file}': a scenario is a .ts or .js file.`);
  }
  return path;
}

/**
 * " Scenarios here: a.ts, examples/b.ts." of the file's folder, the working one and ours, by
 * name in each, but those whose name is near before all others.
 */
function nearScenarios(missing: string): string {
  const wanted = basename(missing, extname(missing));
  const folders = [
    dirname(missing),
    process.cwd(),
    resolve("examples"),
    join(checkout, "examples"),
  ];
  const found = [...new Set(folders.filter((one) => existsSync(one)))].flatMap(scenarioPaths);
  const far = (path: string): number =>
    Math.min(NEAR + 1, distance(wanted, basename(path, extname(path))));
  return listOf([...new Set(found)].sort((a, b) => far(a) - far(b)));
}

function scenariosIn(folder: string): string {
  return listOf(scenarioPaths(folder));
}

function listOf(paths: readonly string[]): string {
  if (paths.length === 0) return " dce new DIR makes a first scenario.";
  const shown = paths.slice(0, 6).map(shownPath);
  return ` Scenarios here: ${shown.join(", ")}${paths.length > 6 ? ", …" : ""}.`;
}

/** Files that import `dce`, so that no other script is offered. */
function scenarioPaths(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.[jt]s$/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => /from ["']dce["']/.test(readFileSync(path, "utf8")))
      .sort();
  } catch {
    return [];
  }
}

/** Levenshtein's distance, for "near". */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Place, message and the line itself, for whatever an import threw. */
function explainImport(path: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const syntax = error instanceof SyntaxError;
  const shown = syntax && !stack.startsWith("file:") ? checkedByNode(path) : stack;
  const head = /^(file:\S+?|\/\S+?):(\d+)\n([\s\S]*?)\n\s*\n/.exec(shown);
  if (head !== null) {
    const file = shownPath(asPath(head[1] ?? ""));
    const excerpt = (head[3] ?? "").split("\n").map((line) => `  ${line}`.trimEnd());
    const message = messageOf(error).replace(/[\s,(]+$/, "");
    return `${file}:${head[2]} ${message}\n${excerpt.join("\n")}`;
  }
  const place = importLine(path, messageOf(error)) ?? usersFrame(stack) ?? shownPath(path);
  const missing =
    errnoOf(error) === "ERR_MODULE_NOT_FOUND" ? missingModule(error, path) : undefined;
  return missing ?? `${place} ${messageOf(error)}`;
}

/** The innermost line of a stack that is not ours. */
function usersFrame(stack: string): string | undefined {
  for (const [, url = "", line, column] of stack.matchAll(/(file:[^\s)]+):(\d+):(\d+)/g)) {
    const file = asPath(url);
    const ours = ["src/", "node_modules/"].some((part) => file.startsWith(join(checkout, part)));
    if (!ours) return `${shownPath(file)}:${line}:${column}`;
  }
  return undefined;
}

/** Where a module is imported whose export the message misses. */
function importLine(path: string, message: string): string | undefined {
  const module = /^The requested module '([^']+)'/.exec(message)?.[1];
  if (module === undefined) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  const at = lines.findIndex(
    (line) => line.includes(`"${module}"`) || line.includes(`'${module}'`),
  );
  return at < 0 ? undefined : `${shownPath(path)}:${at + 1}`;
}

function missingModule(error: unknown, path: string): string {
  const found = /Cannot find (?:module|package) '([^']+)' imported from (\S+)/.exec(
    messageOf(error),
  );
  const from = shownPath(found?.[2] === undefined ? path : asPath(found[2]));
  const name = found?.[1] ?? "?";
  return `${from} imports '${name.startsWith("/") ? shownPath(name) : name}': no such module.`;
}

/** Node tells the place of a syntax error in JavaScript only when it checks a file. */
function checkedByNode(path: string): string {
  return spawnSync(process.execPath, ["--check", path], { encoding: "utf8" }).stderr;
}

function asPath(place: string): string {
  return place.startsWith("file:") ? fileURLToPath(place) : place;
}

function wrong(message: string): CommandError {
  return new CommandError(message, EXIT.wrong);
}
