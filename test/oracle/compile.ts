// SPDX-License-Identifier: MIT
/**
 * Builds oracle programs for this machine, with musl, and for simulated hosts, with the
 * compiler behind `dce cc`. The newest result of each is kept in `.build/oracle` under the hash of
 * everything that it depends on.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { built } from "../built.ts";
import { inputsOf, type OracleProgram } from "./programs.ts";

const kept = join(import.meta.dirname, "../../.build/oracle");

/** Wild pointers and ignored results are what many of the programs are about. */
const flags = [
  "-O1",
  "-g",
  "-Wall",
  "-Wextra",
  "-Werror",
  "-Wno-unused-result",
  "-Wno-nonnull",
  "-Wno-sign-compare",
];

export interface Compiler {
  readonly name: "native" | "simulated";
  /** Part of the key: whatever else decides about the result. */
  readonly identity: string;
  readonly command: readonly string[];
}

/** musl with the kernel's headers of this machine, so that only kernel and engine differ. */
export const native: Compiler = {
  name: "native",
  identity: "musl-gcc",
  command: [
    "musl-gcc",
    "-static",
    "-idirafter",
    "/usr/include",
    "-idirafter",
    `/usr/include/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`,
  ],
};

/** The compiler for simulated hosts, built first where it is missing. */
export async function simulatedCompiler(): Promise<Compiler> {
  const { folder } = await built("musl");
  return { name: "simulated", identity: folder, command: [join(folder, "bin/dce-cc")] };
}

/**
 * Compiles one program, unless that was done before.
 * @param more further sources and flags
 * @returns the path of the result; its file name is that of the program
 */
export async function compile(
  compiler: Compiler,
  program: OracleProgram,
  more: readonly string[] = [],
): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([compiler, flags, more.filter((word) => !existsSync(word))]));
  const sources = [program.source, ...more.filter((word) => existsSync(word))];
  for (const bytes of sources.flatMap((path) => inputsOf(path))) hash.update(bytes);
  const variant = more.length > 0 ? "broken" : compiler.name;
  const siblings = join(kept, variant, program.name);
  const key = hash.digest("hex").slice(0, 20);
  const result = join(siblings, key, program.name);
  if (existsSync(result)) return result;
  mkdirSync(dirname(result), { recursive: true });
  const made = `${result}.${process.pid}`;
  const [command = "", ...first] = compiler.command;
  const words = [...first, ...flags, "-o", made, program.source, ...more];
  await succeed(command, words);
  renameSync(made, result);
  for (const other of readdirSync(siblings).filter((name) => name !== key)) {
    rmSync(join(siblings, other), { recursive: true, force: true });
  }
  return result;
}

function succeed(command: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      env: { ...process.env, DCE_NODE: process.execPath },
      stdio: ["ignore", "inherit", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${command} ${words.join(" ")}: status ${status}\n${said}`));
    });
  });
}

/** Does `act` for each, `width` at a time; the results are in the order of the items. */
export async function forEach<T, R>(
  items: readonly T[],
  width: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      const item = items[i];
      if (item !== undefined) results[i] = await act(item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
