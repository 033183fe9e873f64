// SPDX-License-Identifier: MIT
/**
 * The oracle's programs: each C file of `programs/` is one, and what stands before the first "-" of
 * its name is the family of system calls that it observes.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

export interface OracleProgram {
  /** "file-open". */
  readonly name: string;
  /** "file". */
  readonly family: string;
  readonly source: string;
}

const folder = join(import.meta.dirname, "programs");

/** All, in the order of their names. */
export const programs: readonly OracleProgram[] = globSync("*.c", { cwd: folder })
  .sort()
  .map((file) => {
    const name = basename(file, ".c");
    return { name, family: name.replace(/-.*/, ""), source: join(folder, file) };
  });

export const families: readonly string[] = [...new Set(programs.map(({ family }) => family))];

/** One program by its name. */
export function programNamed(name: string): OracleProgram {
  const program = programs.find((one) => one.name === name);
  if (program === undefined) throw new Error(`no oracle program '${name}'`);
  return program;
}

/** Bytes of a source and of every header that it may include: what its build depends on. */
export function inputsOf(source: string): readonly Buffer[] {
  const headers = globSync("*.h", { cwd: folder }).sort();
  return [source, ...headers.map((header) => join(folder, header))].map((path) =>
    readFileSync(path),
  );
}

/** How a program ended and what it said. */
export interface Observation {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, 128 + n after signal n, or a word for what a program should never do. */
  readonly status: string;
}
