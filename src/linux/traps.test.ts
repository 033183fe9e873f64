// SPDX-License-Identifier: MIT
/** Makes every trap of the table in the engine that runs the test, so that its words are known. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import wabtFactory from "wabt";
import { compile, instantiate } from "../wasm/engine.ts";
import { trapCases, trapSource } from "./trap-cases.ts";
import { stackFunctions, trapSignal } from "./traps.ts";

describe("traps", async () => {
  const wabt = await wabtFactory();
  const parsed = wabt.parseWat("traps.wat", trapSource, { bulk_memory: true });
  const { buffer } = parsed.toBinary({ write_debug_names: true });
  const exports = instantiate(compile(buffer), {});

  for (const [name, signal, code, reason] of trapCases) {
    it(`${name} is signal ${signal}, code ${code}`, () => {
      const error = caught(exports[name] as () => void);
      const trap = trapSignal(error);
      assert.deepEqual([trap.signal, trap.code], [signal, code]);
      assert.match(trap.reason, reason);
    });
  }

  it("names the functions, innermost first", () => {
    const functions = stackFunctions(caught(exports["zero"] as () => void));
    assert.deepEqual(functions, ["divide", "zero"]);
  });
});

function caught(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("no trap");
}
