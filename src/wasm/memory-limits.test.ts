// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import wabtFactory from "wabt";
import { importedMemoryLimits } from "./memory-limits.ts";

describe("limits of an imported memory", async () => {
  const wabt = await wabtFactory();
  const limits = (text: string): unknown =>
    importedMemoryLimits(wabt.parseWat("x.wat", `(module ${text})`).toBinary({}).buffer);

  it("reads initial and maximum behind other imports", () => {
    const text = `(import "a" "f" (func (param i32))) (import "a" "t" (table 1 2 funcref))
      (import "a" "g" (global i32)) (import "env" "memory" (memory 300 16384))`;
    assert.deepEqual(limits(text), { initialPages: 300, maximumPages: 16384 });
  });

  it("knows no maximum and no memory", () => {
    assert.deepEqual(limits('(import "e" "m" (memory 2))'), {
      initialPages: 2,
      maximumPages: 65536,
    });
    assert.equal(limits("(memory 1)"), undefined);
    assert.equal(importedMemoryLimits(new Uint8Array([1, 2, 3])), undefined);
  });
});
