// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { RunProgress, showFactor } from "./run-progress.ts";
import type { Whereabouts } from "./shared-block.ts";

function at(virtualS: number): Whereabouts {
  const none = { phase: 1, hostIndex: 0, pid: 1, events: 1, waitsForInput: false };
  return { ...none, virtualNs: virtualS * 1e9 };
}

/** Shows a run of 10 virtual seconds in 8 wall seconds, asked every 50 ms. */
function shown(isTTY: boolean, endNs: number | undefined): string {
  let text = "";
  const stream = { isTTY, columns: 80, write: (piece: string) => (text += piece) };
  const progress = new RunProgress(stream, endNs, 0);
  for (let ms = 0; ms <= 8000; ms += 50) progress.update(at((10 * ms) / 8000), ms);
  progress.clear();
  return text;
}

test("a log gets a line every few seconds", () => {
  assert.equal(shown(false, 10e9), "  6.250 s ▓▓▓▓▓▓▓▓▓▓░░░░░░ 1.3 × real time  0:03 left\n");
  assert.equal(shown(false, undefined), "  6.250 s  1.3 × real time\n");
});

test("a terminal gets one line that is rewritten and removed", () => {
  const lines = shown(true, 10e9).split("\r\u001b[K");
  assert.ok(lines.length > 20);
  assert.equal(lines[0], "");
  assert.equal(lines.at(-1), "");
  assert.ok(lines.every((line) => !line.includes("\n")));
});

test("a short run says nothing", () => {
  let text = "";
  const stream = { isTTY: true, write: (piece: string) => (text += piece) };
  const progress = new RunProgress(stream, undefined, 0);
  for (let ms = 0; ms < 300; ms += 50) progress.update(at(1), ms);
  progress.clear();
  assert.equal(text, "");
});

test("factors have two digits", () => {
  assert.deepEqual([41.3, 0.3456, 1234, 0].map(showFactor), ["41", "0.35", "1200", "0"]);
});
