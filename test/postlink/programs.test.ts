// SPDX-License-Identifier: MIT
// Real C programs through the post-link step.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { postlink } from "../../src/build/postlink/postlink.ts";
import { compileProgram, type Ending, missingCompiler, runProgram } from "./program.ts";

const skip = missingCompiler();
const OUT_OF_BOUNDS = "memory access out of bounds";
const levels = ["-O0", "-O2"];

describe("null pointers", { skip }, () => {
  // Where the pointer itself is not null; the distance that an instruction adds is not in it.
  const pointers = new Map([
    [0, 0],
    [14, 8],
    [15, 65532],
  ]);
  for (const level of levels) {
    test(`every use of one faults at ${level}`, () => {
      const program = postlink(compileProgram("null", [level]));
      for (let which = 0; which < 24; which++) {
        const { end, faultAddress } = runProgram(program, which);
        if (which === 16) {
          assert.match(String(end), /null function|signature mismatch/);
          continue;
        }
        assert.equal(end, OUT_OF_BOUNDS, `case ${which}`);
        // An index below null is far above the memory, and the engine's own trap.
        if (which === 13) assert.equal(faultAddress, -1);
        else assert.ok(faultAddress >= 0 && faultAddress < 65536, `fault at ${faultAddress}`);
        const pointer = pointers.get(which);
        if (pointer !== undefined) assert.equal(faultAddress, pointer, `case ${which}`);
      }
    });

    test(`copies of no bytes and valid pointers do not fault at ${level}`, () => {
      const program = postlink(compileProgram("null", [level]));
      assert.equal(runProgram(program, 24).end, 1);
      assert.equal(runProgram(program, 25).end, 1);
    });
  }
});

/** Runs the recursions in an engine started with `flags`. */
function recursions(program: Uint8Array, flags: readonly string[]): Ending[] {
  const folder = mkdtempSync(join(tmpdir(), "dce-postlink-"));
  try {
    const file = join(folder, "stack.wasm");
    writeFileSync(file, program);
    const script = join(import.meta.dirname, "program.ts");
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, script, file]);
    assert.equal(String(stderr), "");
    return JSON.parse(String(stdout)) as Ending[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("stack overflow", { skip }, () => {
  for (const level of levels) {
    test(`ends at the same depth in every tier, never in the kernel, at ${level}`, () => {
      const program = postlink(compileProgram("stack", [level]));
      const tiers = [["--liftoff-only"], ["--no-liftoff"], []];
      const [baseline, ...others] = tiers.map((flags) => recursions(program, flags));
      for (const [which, ending] of baseline!.slice(0, 6).entries()) {
        assert.equal(ending.end, OUT_OF_BOUNDS, `case ${which}`);
        assert.ok(ending.faultAddress < 81920, `case ${which}: fault at ${ending.faultAddress}`);
        assert.ok(ending.level > 10, `case ${which}: level ${ending.level}`);
        for (const other of others) assert.deepEqual(other[which], ending, `case ${which}`);
      }
      // Through a pointer only the engine's own stack ends it, but outside the kernel.
      for (const endings of [baseline!, ...others]) {
        assert.equal(endings[6]!.end, "Maximum call stack size exceeded");
        assert.equal(endings[6]!.insideKernel, false);
      }
    });
  }

  test("reaches into the kernel without the probe", () => {
    const program = postlink(compileProgram("stack", ["-O2"]), { stackProbe: false });
    assert.equal(recursions(program, [])[6]!.insideKernel, true);
  });
});

describe("programs that are right", { skip }, () => {
  for (const flags of [["-O0"], ["-O2"], ["-Os"], ["-O3", "-msimd128", "-mtail-call"]]) {
    test(`do the same as before with ${flags.join(" ")}`, () => {
      const linked = compileProgram("work", flags);
      for (const codeMap of [false, true]) {
        const program = postlink(linked, { codeMap });
        for (const argument of [1, 12, 77]) {
          const before = runProgram(linked, argument);
          const after = runProgram(program, argument);
          assert.deepEqual([after.end, after.output], [before.end, before.output]);
          assert.equal(after.output.length, 7);
          assert.equal(after.stackPointer, before.stackPointer);
        }
      }
    });
  }

  test("give all frames back when they jump out of a recursion", () => {
    for (const level of levels) {
      const linked = compileProgram("jump", [level]);
      const before = runProgram(linked, 2000);
      const after = runProgram(postlink(linked), 2000);
      assert.equal(after.end, 14000);
      assert.deepEqual([after.end, after.stackPointer], [before.end, before.stackPointer]);
    }
  });
});
