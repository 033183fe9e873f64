// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import wabtFactory from "wabt";
import { abandoned, canSuspend, promising, suspending } from "./coroutine.ts";
import { compile, instantiate, type WasmFunction } from "./engine.ts";

const source = `(module
  (import "h" "wait" (func $wait (param i32) (result i32)))
  (global $caught (export "caught") (mut i32) (i32.const 0))
  (func (export "twice") (result i32)
    i32.const 1 call $wait i32.const 2 call $wait i32.add)
  (func (export "guarded")
    try
      i32.const 3 call $wait drop
    catch_all
      i32.const 1 global.set $caught
    end))`;

describe("coroutines", async () => {
  const wabt = await wabtFactory();
  const { buffer } = wabt.parseWat("c.wat", source, { exceptions: true }).toBinary({});
  const module = compile(buffer);

  it("can suspend in this engine", () => {
    assert.equal(canSuspend(), true);
  });

  it("suspends in an import and goes on with its result", async () => {
    const asked: number[] = [];
    const wait = suspending(async (n) => {
      asked.push(n ?? 0);
      return (n ?? 0) * 10;
    });
    const twice = promising(instantiate(module, { h: { wait } })["twice"] as WasmFunction);
    assert.equal(await twice(), 30);
    assert.deepEqual(asked, [1, 2]);
  });

  it("unwinds an abandoned one past every handler of the program", async () => {
    const waiters: ((reason: unknown) => void)[] = [];
    const wait = suspending(() => new Promise((_resolve, reject) => waiters.push(reject)));
    const exports = instantiate(module, { h: { wait } });
    const end = promising(exports["guarded"] as WasmFunction)();
    waiters[0]?.(abandoned);
    await assert.rejects(end, (error) => error === abandoned);
    assert.equal((exports["caught"] as { value: number }).value, 0);
  });
});
