// SPDX-License-Identifier: MIT
/**
 * The oracle: the same C programs on this machine's kernel and on simulated hosts print the same
 * and end alike. Both are built with musl, so that only kernel and engine differ.
 */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { before, describe, it } from "node:test";
import { compare } from "./compare.ts";
import { compile, forEach, native, simulatedCompiler } from "./compile.ts";
import { obstacle, runNative } from "./native.ts";
import { type Observation, programs } from "./programs.ts";
import { runSimulated } from "./simulated.ts";

const reason = obstacle();

describe("programs natively and simulated", { skip: reason ?? false }, () => {
  const here = new Map<string, Observation>();
  const there = new Map<string, Observation>();
  let paths: readonly string[] = [];

  before(async () => {
    const compiler = await simulatedCompiler();
    const width = availableParallelism();
    paths = await forEach(programs, width, (one) => compile(compiler, one));
    for (const [index, one] of (await runSimulated(paths)).entries()) {
      there.set(programs[index]?.name ?? "", one);
    }
    await forEach(programs, 2 * width, async (program) => {
      here.set(program.name, await runNative(await compile(native, program)));
    });
  });

  for (const program of programs) {
    it(program.name, async () => {
      const simulated = there.get(program.name);
      let observed = here.get(program.name);
      assert.ok(simulated !== undefined && observed !== undefined, "it did not run");
      if (compare(program.name, observed, simulated) !== "") {
        // A machine that is busy with the others is late now and then: it gets a second chance.
        observed = await runNative(await compile(native, program));
      }
      const problems = compare(program.name, observed, simulated);
      if (problems !== "") assert.fail(`natively (-) and simulated (+):\n${problems}`);
    });
  }

  it("say the same when the engine pauses before every call", async () => {
    const paused = await runSimulated(paths, { alwaysPause: true });
    const different = programs.flatMap(({ name }, index) => {
      const [a, b] = [there.get(name), paused[index]];
      return a?.stdout === b?.stdout && a?.status === b?.status ? [] : [name];
    });
    assert.deepEqual(different, []);
  });

  it("are enough", () => {
    assert.ok(programs.length >= 60, `${programs.length} programs`);
  });
});
