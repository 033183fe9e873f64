// SPDX-License-Identifier: MIT
/**
 * The canary: the oracle must turn red when a call is broken. For each family a program is linked
 * with `canary/FAMILY.c`, which stands in the place of one call and does it wrong, and must no
 * longer agree with this machine.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { compare } from "./compare.ts";
import { compile, forEach, native, simulatedCompiler } from "./compile.ts";
import { obstacle, runNative } from "./native.ts";
import { families, type Observation, type OracleProgram, programNamed } from "./programs.ts";
import { runSimulated } from "./simulated.ts";

interface Canary {
  readonly family: string;
  readonly program: OracleProgram;
  /** The calls that it breaks. */
  readonly calls: readonly string[];
  readonly source: string;
}

function canaryOf(family: string): Canary {
  const source = join(import.meta.dirname, "canary", `${family}.c`);
  const text = readFileSync(source, "utf8");
  const program = programNamed(/Breaks ([\w-]+):/.exec(text)?.[1] ?? "");
  const calls = [...text.matchAll(/^\w.*\b__wrap_(\w+)\(/gm)].map(([, call = ""]) => call);
  return { family, program, calls: [...new Set(calls)], source };
}

const reason = obstacle();

describe("a broken call turns its family red", { skip: reason ?? false }, () => {
  const canaries = families.map(canaryOf);
  let broken: readonly Observation[] = [];

  before(async () => {
    const compiler = await simulatedCompiler();
    const paths = await forEach(canaries, availableParallelism(), (one) => {
      const wraps = one.calls.map((call) => `-Wl,--wrap=${call}`);
      return compile(compiler, one.program, [...wraps, one.source]);
    });
    broken = await runSimulated(paths);
  });

  for (const [index, one] of canaries.entries()) {
    it(`${one.family}: ${one.calls.join(", ")} in ${one.program.name}`, async () => {
      assert.equal(one.program.family, one.family);
      assert.ok(one.calls.length > 0, "nothing is broken");
      const simulated = broken[index];
      assert.ok(simulated !== undefined);
      const whole = await runNative(await compile(native, one.program));
      assert.notEqual(compare(one.program.name, whole, simulated), "", "nobody noticed");
      // It is the call that is seen, not a program that cannot start.
      const lines = new Set(whole.stdout.split("\n"));
      const same = simulated.stdout.split("\n").filter((line) => line !== "" && lines.has(line));
      assert.ok(same.length > 0, `no line is right:\n${simulated.stdout}${simulated.stderr}`);
    });
  }
});
