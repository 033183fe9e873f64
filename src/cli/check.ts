// SPDX-License-Identifier: MIT
/** `dce test`: everything a change must pass, as test/check.ts has it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./checkout.ts";
import { CommandError, EXIT } from "./exit-status.ts";

/** @param fast only what needs no build and no simulation */
export async function check(fast: boolean): Promise<number> {
  const script = join(checkout, "test/check.ts");
  if (!existsSync(script)) {
    throw new CommandError(
      "This copy of dce has no tests: there is no test/check.ts.",
      EXIT.failed,
    );
  }
  const words = [script, ...(fast ? ["--fast"] : [])];
  const status = await runToEnd(process.execPath, words, { cwd: checkout });
  return status === 0 ? EXIT.ok : status === EXIT.interrupted ? EXIT.interrupted : EXIT.failed;
}

function ignore(): void {}

/** Runs a command on our terminal; its status, or 128 + the signal that ended it. */
export async function runToEnd(
  command: string,
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const child = spawn(command, [...words], { stdio: "inherit", ...options });
  // The terminal gives Ctrl-C to both; the child decides what it means.
  process.on("SIGINT", ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, signal) => {
        resolve(status ?? 128 + (signal === "SIGINT" ? 2 : signal === "SIGKILL" ? 9 : 15));
      });
    });
  } finally {
    process.off("SIGINT", ignore);
  }
}
