// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, duration, Progress } from "./progress.ts";

test("durations are written as people read them", () => {
  assert.deepEqual([0, 14.4, 99, 125, 600].map(duration), ["0 s", "14 s", "99 s", "2:05", "10:00"]);
});

test("an estimate gives percent and time left, and never claims the end", () => {
  assert.deepEqual(describe(62, 100, false), ["62 %", "38 s left"]);
  assert.deepEqual(describe(0, 100, true), ["░░░░░░░░░░░   0 %", "1:40 left"]);
  assert.deepEqual(describe(300, 100, false), ["99 %", "5:00 so far"]);
});

test("a log gets a line for each end, without control characters", () => {
  let text = "";
  const screen = { write: (piece: string) => (text += piece) };
  const progress = new Progress(screen, ["linux 6.12"]);
  const row = progress.start("musl 1.2.3", 10, () => "");
  row.done(true);
  progress.start("linux 6.12", 10, () => "").done(false, "stopped");
  progress.stop();
  assert.equal(text, "  musl 1.2.3  ✓ 0 s\n  linux 6.12  ✗ stopped\n");
});

test("a terminal gets a bar that is taken away again", () => {
  let text = "";
  const screen = { isTTY: true, columns: 80, write: (piece: string) => (text += piece) };
  const progress = new Progress(screen, ["musl"]);
  progress.start("musl", 10, () => "src/a.c");
  progress.say("hello");
  progress.stop();
  assert.match(text, /^hello\n {2}musl {6}░+ .* 0 % {2}src\/a\.c +10 s left\n/);
  assert.ok(text.endsWith("left\n\x1b[1A\x1b[J"));
});
