// SPDX-License-Identifier: MIT
/** What the programs of a run printed. */
import assert from "node:assert/strict";
import type { Content, RunResult } from "../../src/index.ts";

interface Printed {
  readonly stdout: Content;
  readonly stderr: Content;
}

/** Waits for an end that is as expected; by output, standard output and then standard error. */
export async function texts<T extends Readonly<Record<string, Printed>>>(
  running: Promise<RunResult<T>>,
): Promise<Record<keyof T, string>> {
  const { failures, outputs } = await running;
  assert.deepEqual(failures, []);
  const entries = Object.entries(outputs).map(
    async ([name, { stdout, stderr }]) =>
      [name, (await stdout.text()) + (await stderr.text())] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as Record<keyof T, string>;
}
