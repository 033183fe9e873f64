// SPDX-License-Identifier: MIT
/** What `dce run` prints at the end: the programs, what failed and why, where the results are. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { recentLines } from "../scenario/results/kernel-lines.ts";
import { NOTE_BYTES, programNote } from "./program-note.ts";
import type { RunJson, RunJsonFailure, RunJsonProcess } from "./run-json.ts";
import { tailOf } from "./tail.ts";
import { type Colours, columns, cut, shellWord, showSeconds } from "./terminal.ts";

const STDERR_LINES = 5;
const KERNEL_LINES = 12;
const COMMAND_WIDTH = 44;
/** More programs than this are counted; the table shows those that failed, then the first. */
const ROWS_MAX = 60;

export interface SummaryOptions {
  readonly colours: Colours;
  /** The folder of the results: absolute, and as people read it. */
  readonly folder: string;
  readonly shownFolder: string;
  /** The command that gives the same bytes. */
  readonly repeat: string;
}

/** The table, what failed, the folder and the command that repeats the run. */
export function summary(run: RunJson, options: SummaryOptions): string {
  const parts = [
    table(run, options),
    failureLines(run, options),
    stopped(run, options),
    measures(run),
    results(options),
  ];
  const repeat = `The same bytes again: ${options.repeat}`;
  return [...parts.filter((part) => part !== ""), repeat].join("\n");
}

function table(run: RunJson, options: SummaryOptions): string {
  if (run.processes.length === 0) return "";
  const { colours } = options;
  const sorted = [
    ...run.processes.filter((one) => !one.expected),
    ...run.processes.filter((one) => one.expected),
  ];
  const shown = run.processes.length > ROWS_MAX ? sorted.slice(0, ROWS_MAX) : run.processes;
  const head = ["host", "pid", "program", "from", "to", "status", ""].map((word) =>
    word === "" ? word : colours.dim(word),
  );
  const rows = shown.map((one) => [
    one.host,
    one.pid === undefined ? "–" : String(one.pid),
    cut(one.argv.map(shellWord).join(" "), COMMAND_WIDTH),
    showSeconds(one.startNs),
    one.end === "running" ? "" : showSeconds(one.endNs),
    one.expected ? endOf(one) : colours.red(endOf(one)),
    noteOf(one, options.folder),
  ]);
  const left = run.processes.length - shown.length;
  const more = left === 0 ? "" : `\n  and ${left} more that ended as expected: see run.json`;
  return columns([head, ...rows], "  ") + more;
}

/** "0", "SIGSEGV", "running", "lost", "not started". */
export function endOf(one: RunJsonProcess): string {
  if (one.end === "exited") return String(one.status ?? "?");
  if (one.end === "signaled") return one.signal ?? "killed";
  return one.end;
}

function logPath(host: string, pid: number, name: string): string {
  return join(`files-${host}`, "var/log", String(pid), name);
}

function noteOf(one: RunJsonProcess, folder: string): string {
  if (one.pid === undefined) return "";
  const tail = tailOf(join(folder, logPath(one.host, one.pid, "stdout")), NOTE_BYTES);
  return programNote(one.argv, tail);
}

function stopped(run: RunJson, { colours }: SummaryOptions): string {
  if (run.state !== "stopped") return "";
  if (run.virtualNs < 0) return colours.yellow("Stopped before the start.");
  return colours.yellow(`Stopped at ${showSeconds(run.virtualNs)}; results up to then are kept.`);
}

/** One line for each failure; below that of a program, the end of its stderr and the file. */
export function failureLines(run: RunJson, options: SummaryOptions): string {
  const { colours, folder, shownFolder } = options;
  const lines: string[] = [];
  const told = new Set<RunJsonProcess>();
  for (const failure of run.failures) {
    lines.push(colours.red(withPlace(run, failure.message, failure.atNs)));
    if (failure.kind === "panic") lines.push(...kernelLines(run, failure));
    for (const one of run.processes) {
      const named = failure.host === one.host && failure.message.includes(`(pid ${one.pid})`);
      if (one.expected || one.pid === undefined || !named || told.has(one)) continue;
      told.add(one);
      const log = logPath(one.host, one.pid, "stderr");
      const last = tailOf(join(folder, log), NOTE_BYTES).trimEnd().split("\n");
      for (const line of last.slice(-STDERR_LINES)) if (line !== "") lines.push(`     | ${line}`);
      lines.push(`     stderr: ${join(shownFolder, log)}`);
    }
  }
  return lines.join("\n");
}

/** The kernel's last lines, below the failure that names its host. */
function kernelLines(run: RunJson, { host, atNs }: RunJsonFailure): string[] {
  const text = run.hosts.find((one) => one.name === host)?.panic ?? "";
  const lines = recentLines(text, atNs).slice(-KERNEL_LINES);
  return lines.filter((line) => line !== "").map((line) => `     | ${line}`);
}

/** Adds the functions where a program crashed, innermost first. */
function withPlace(run: RunJson, message: string, atNs: number): string {
  const crash = run.crashes.find(
    (one) => one.atNs === atNs && message.includes(`(pid ${one.pid})`) && one.functions.length > 0,
  );
  if (crash === undefined || message.includes(crash.functions[0] ?? "")) return message;
  return `${message}: in ${crash.functions.slice(0, 6).join(" ← ")}`;
}

function measures(run: RunJson): string {
  const names = Object.keys(run.measures);
  return names.map((name) => `  ${name} ${String(run.measures[name])}`).join("\n");
}

/** "results/x   run.json · files-h1/ files-h2/ (logs) · h1-eth0.pcapng". */
function results(options: SummaryOptions): string {
  const entries = existsSync(options.folder) ? readdirSync(options.folder).sort() : [];
  const files = entries.filter((name) => name.startsWith("files-")).map((name) => `${name}/`);
  const captures = entries.filter((name) => name.endsWith(".pcapng"));
  const groups = [
    "run.json",
    files.length === 0 ? "" : `${few(files)} (logs)`,
    captures.length === 0 ? "" : few(captures),
  ];
  const shown = groups.filter((group) => group !== "").join(" · ");
  return `${options.colours.bold(options.shownFolder)}   ${shown}`;
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(" ");
  return names.length > 4 ? `${shown} … (${names.length})` : shown;
}
