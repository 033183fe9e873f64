// SPDX-License-Identifier: MIT
/** Text on the terminal or in the log: colours, columns, and what a duration looks like. */
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";

/** A stream that people read. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours for one stream: none in a log, with NO_COLOR or on a dumb terminal. */
export function coloursOf(stream: TextStream): Colours {
  const { env } = process;
  const wanted = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  const refused = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return picocolors.createColors(wanted || (stream.isTTY === true && !refused));
}

/** One message on standard error. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** "0.500 s", "10.74 s", "-2.000 s": four significant digits, at most three decimals. */
export function showSeconds(ns: number | undefined): string {
  if (ns === undefined) return "–";
  const seconds = ns / 1e9;
  const size = Math.abs(seconds);
  const decimals = size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
  return `${seconds.toFixed(decimals)} s`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}

/** "2:05", "1:02:05": hours, minutes and seconds of wall time. */
export function showClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${m}:${twoDigits(s)}`;
}

/** A bar of `width` cells, `share` from 0 to 1 of them full. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return "▓".repeat(full) + "░".repeat(width - full);
}

/** Without colours; for widths. */
export function plain(text: string): string {
  return stripVTControlCharacters(text);
}

/** Rows in aligned columns, two spaces between, nothing after the last. Cells may have colours. */
export function columns(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, plain(cell).length);
    }
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - plain(cell).length));
      return `${indent}${cells.join("  ")}`.trimEnd();
    })
    .join("\n");
}

/** Cut to a width, with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
