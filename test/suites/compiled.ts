// SPDX-License-Identifier: MIT
/** C programs of these suites, compiled for the hosts by `dce cc`. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Compiles programs/NAME.c; the path of the program. */
export function compiled(name: string): string {
  const source = join(import.meta.dirname, "programs", `${name}.c`);
  const program = join(temporaryFolder(), name);
  const { status, stderr } = runDce(["cc", "-O1", "-o", program, source]);
  assert.equal(status, 0, stderr);
  return program;
}
