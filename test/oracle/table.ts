// SPDX-License-Identifier: MIT
/**
 * The table of what the oracle covers: a row is a system call, the behaviour that a program asks
 * for, and the assertion, which is the line that it prints. Made by tracing the programs on this
 * machine; `node test/oracle/table.ts` writes TABLE.md anew.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { compile, forEach, native } from "./compile.ts";
import { runNative } from "./native.ts";
import { families, type OracleProgram, programs } from "./programs.ts";
import { type Assertion, assertionsOf } from "./trace.ts";

export const tablePath: string = join(import.meta.dirname, "TABLE.md");

export interface Table {
  readonly text: string;
  readonly programs: number;
  /** Distinct (system call, behaviour, assertion). */
  readonly rows: number;
  readonly assertions: number;
  readonly calls: number;
}

/** Why there is no tracing here, or undefined. */
export function tracerObstacle(): string | undefined {
  return spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0
    ? undefined
    : "needs strace and leave to trace";
}

interface Traced {
  readonly program: OracleProgram;
  readonly assertions: readonly Assertion[];
}

async function trace(program: OracleProgram): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), "dce-trace-"));
  const file = join(folder, "trace");
  const words = ["strace", "-f", "-q", "-s", "1100", "-e", "signal=none", "-o", file];
  const path = await compile(native, program);
  const { stdout } = await runNative(path, words);
  const found = assertionsOf(readFileSync(file, "utf8"), program.family);
  rmSync(folder, { recursive: true, force: true });
  return { program, assertions: inOrder(found, stdout) };
}

/** Each line once, with all its calls, in the order in which the lines were printed. */
function inOrder(found: readonly Assertion[], stdout: string): Assertion[] {
  const calls = new Map<string, Set<string>>();
  for (const one of found) {
    const all = calls.get(one.line) ?? new Set();
    for (const call of one.calls) all.add(call);
    calls.set(one.line, all);
  }
  const lines = [...new Set(stdout.split("\n").map((line) => line.trimEnd()))];
  return lines.flatMap((line) => {
    const of = calls.get(line);
    return of === undefined || of.size === 0 ? [] : [{ line, calls: [...of].sort() }];
  });
}

/** A line as a cell of a table in Markdown. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function section({ program, assertions }: Traced): string[] {
  const rows = assertions.map(({ line, calls }) => `| ${cell(line)} | ${calls.join(", ")} |`);
  const count = assertions.reduce((sum, { calls }) => sum + calls.length, 0);
  const title = `### ${program.name} (${count})`;
  return [title, "", "| behaviour: assertion | system calls |", "|---|---|", ...rows, ""];
}

export async function makeTable(): Promise<Table> {
  const traced = await forEach(programs, 2 * availableParallelism(), trace);
  const rows = traced.flatMap(({ assertions }) => assertions.flatMap(({ calls }) => calls));
  const calls = new Set(rows.map((row) => row.replace(/ .*/, "")));
  const assertions = traced.reduce((sum, one) => sum + one.assertions.length, 0);
  const counts = { programs: programs.length, rows: rows.length, assertions, calls: calls.size };
  const lines = [
    "# What the oracle covers",
    "",
    "Made by `node test/oracle/table.ts`, which traces the programs of this folder on a Linux",
    "machine. A row is a system call with how it ended, the behaviour that a program asks for",
    "and the assertion that it prints; rows of one assertion share a line. Left out are calls",
    "that libc makes by itself and those whose number depends on how time goes.",
    "",
    `${counts.rows} rows of ${counts.calls} system calls in ${counts.assertions} assertions of ` +
      `${counts.programs} programs.`,
    "",
    `System calls: ${[...calls].sort().join(", ")}.`,
    "",
    ...families.flatMap((family) => [
      `## ${family}`,
      "",
      ...traced.filter(({ program }) => program.family === family).flatMap(section),
    ]),
  ];
  return { ...counts, text: lines.join("\n") };
}

if (import.meta.main) writeFileSync(tablePath, (await makeTable()).text);
