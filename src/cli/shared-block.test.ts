// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { CommandSide, EngineSide, makeSharedBlock, PHASE_OF } from "./shared-block.ts";

test("the main thread reads where the engine is", () => {
  const block = makeSharedBlock();
  const [engine, command] = [new EngineSide(block), new CommandSide(block)];
  assert.equal(command.whereabouts().hostIndex, -1);
  engine.enter(PHASE_OF.simulating);
  engine.running(3, 12);
  engine.at(-1_500_000_000, 7);
  assert.deepEqual(command.whereabouts(), {
    phase: PHASE_OF.simulating,
    hostIndex: 3,
    pid: 12,
    virtualNs: -1_500_000_000,
    events: 7,
    waitsForInput: false,
  });
});

test("the stop word reaches the engine, which then reads no more input", () => {
  const block = makeSharedBlock();
  const [engine, command] = [new EngineSide(block), new CommandSide(block)];
  assert.equal(engine.stopped, false);
  command.stop();
  assert.equal(engine.stopped, true);
  assert.equal(engine.readInput(10).length, 0);
});

/** A thread that reads `sizes` bytes of input in turn and posts what it got as text. */
function reader(block: SharedArrayBuffer, sizes: readonly number[]): Worker {
  const script = `
    const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.module).then(({ EngineSide }) => {
      const side = new EngineSide(workerData.block);
      for (const size of workerData.sizes) {
        parentPort.postMessage(Buffer.from(side.readInput(size)).toString());
      }
    });`;
  const module = new URL("./shared-block.ts", import.meta.url).href;
  return new Worker(script, { eval: true, workerData: { block, sizes, module } });
}

test("input goes to a thread that waits for it, to the end", async () => {
  const block = makeSharedBlock();
  const command = new CommandSide(block);
  const got: string[] = [];
  const worker = reader(block, [5, 3, 100]);
  worker.on("message", (text: string) => got.push(text));
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  for (const text of ["hello", "abc", ""]) {
    const wanted = await command.requested();
    assert.ok(wanted >= text.length);
    assert.equal(command.whereabouts().waitsForInput, true);
    command.give(Buffer.from(text));
  }
  await ended;
  assert.deepEqual(got, ["hello", "abc", ""]);
});

test("a stop ends a wait for input", async () => {
  const block = makeSharedBlock();
  const command = new CommandSide(block);
  const got: string[] = [];
  const worker = reader(block, [5]);
  worker.on("message", (text: string) => got.push(text));
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  await command.requested();
  command.stop();
  await ended;
  assert.deepEqual(got, [""]);
});
