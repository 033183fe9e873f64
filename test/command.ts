// SPDX-License-Identifier: MIT
/** The command as a user starts it: `./dce` in a process of its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const dce: string = fileURLToPath(new URL("../dce", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `./dce WORDS` to its end. */
export function runDce(words: readonly string[], options: CommandOptions = {}): Ended {
  const { status, stdout, stderr } = spawnSync(dce, words, {
    encoding: "utf8",
    cwd: options.cwd,
    input: options.input ?? "",
    env: { ...process.env, ...options.env },
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}
