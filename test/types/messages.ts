// SPDX-License-Identifier: MIT
/**
 * The compiler's message for each wrong line of wrong.ts, which is compiled without its directives.
 * `node test/types/messages.ts --write` puts them in after a change.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compiler.ts";

const directive = /^(\s*\/\/ )@ts-expect-error .*$/;
const path = join(import.meta.dirname, "wrong.ts");

export interface WrongLine {
  /** Of the directive, counted from 1. */
  readonly line: number;
  readonly written: string;
  readonly said: string;
}

export function wrongLines(): readonly WrongLine[] {
  const source = readFileSync(path, "utf8").split("\n");
  const plain = source.map((line) => line.replace(directive, "$1")).join("\n");
  const said = readMessages(compile("wrong", { "wrong.ts": plain }, []));
  return source.flatMap((written, i) => {
    if (!directive.test(written)) return [];
    const text = said.get(i + 2)?.join(" / ") ?? "(no message)";
    return [
      { line: i + 1, written, said: written.replace(directive, `$1@ts-expect-error ${text}`) },
    ];
  });
}

/** Line to its messages, the indented details included. */
function readMessages(output: string): ReadonlyMap<number, readonly string[]> {
  const messages = new Map<number, string[]>();
  let current: string[] | undefined;
  for (const line of output.split("\n")) {
    const head = /^wrong\.ts\((\d+),\d+\): error TS\d+: (.*)$/.exec(line);
    if (head !== null) {
      current = messages.get(Number(head[1])) ?? [];
      current.push(head[2] ?? "");
      messages.set(Number(head[1]), current);
    } else if (line.startsWith("  ")) current?.push(line.trim());
    else current = undefined;
  }
  return messages;
}

if (process.argv.includes("--write")) {
  const said = new Map(wrongLines().map((one) => [one.line, one.said]));
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, lines.map((line, i) => said.get(i + 1) ?? line).join("\n"));
}
