// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { panicReason, recentLines } from "./kernel-lines.ts";

const text = [
  "[    0.000000] devtmpfs: initialized",
  "[    1.999999] Run /sbin/init as init process",
  "[    5.000000] early",
  "pid 12: unreachable in main",
  "[   72.000036] Kernel panic - not syncing: the memory of this host is exhausted",
  "the kernel panicked\n",
].join("\n");
const end = text.trimEnd().split("\n").slice(4);

test("lines of the boot and those older than a minute are left out", () => {
  assert.deepEqual(recentLines(text, 70.000036e9).slice(-2), end);
  assert.deepEqual(recentLines(text, 70.000036e9)[0], "pid 12: unreachable in main");
  assert.equal(recentLines(text, 30e9)[0], "[    5.000000] early");
  assert.deepEqual(recentLines("trap in the kernel", 1e9), ["trap in the kernel"]);
});

test("of an end while the host boots, every line counts", () => {
  assert.equal(recentLines(text, -1e9).length, 6);
});

test("the kernel's word", () => {
  assert.equal(panicReason(text), "the memory of this host is exhausted");
  assert.equal(panicReason("the kernel halted"), undefined);
});
