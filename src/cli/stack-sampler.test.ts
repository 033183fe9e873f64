// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { sampleStack } from "./stack-sampler.ts";

/**
 * (func $busy (loop (br 0))) (func $serve (call $busy)) (func $main (export "main") (call $serve)),
 * with names.
 */
const spinning = Buffer.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x04,
  0x03, 0x00, 0x00, 0x00, 0x07, 0x08, 0x01, 0x04, 0x6d, 0x61, 0x69, 0x6e, 0x00, 0x02, 0x0a, 0x13,
  0x03, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b, 0x04, 0x00, 0x10, 0x00, 0x0b, 0x04, 0x00,
  0x10, 0x01, 0x0b, 0x00, 0x1b, 0x04, 0x6e, 0x61, 0x6d, 0x65, 0x01, 0x14, 0x03, 0x00, 0x04, 0x62,
  0x75, 0x73, 0x79, 0x01, 0x05, 0x73, 0x65, 0x72, 0x76, 0x65, 0x02, 0x04, 0x6d, 0x61, 0x69, 0x6e,
]);

test("the functions of a program that spins, innermost first", async () => {
  const script = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(workerData));
    parentPort.postMessage("spins");
    exports.main();`;
  const other = new Worker("setInterval(() => {}, 1000)", { eval: true });
  const worker = new Worker(script, { eval: true, workerData: spinning });
  try {
    await new Promise((resolve) => worker.once("message", resolve));
    assert.deepEqual(await sampleStack(worker), ["busy", "serve", "main"]);
  } finally {
    await Promise.all([worker.terminate(), other.terminate()]);
  }
});

test("a thread that has ended is in none", async () => {
  const worker = new Worker("", { eval: true });
  await new Promise((resolve) => worker.once("exit", resolve));
  assert.deepEqual(await sampleStack(worker), []);
});
