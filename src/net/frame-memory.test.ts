// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameArena } from "./frame-memory.ts";
import { PlainFrameMemory, xxh64 } from "./plain-frame-memory.ts";

function arenaOf(mtuMax: number, states = 2): FrameArena {
  return new FrameArena(new PlainFrameMemory(), { mtuMax, states });
}

function hash(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return xxh64(new DataView(bytes.buffer), 0, bytes.length).toString(16);
}

test("xxh64 gives the published values", () => {
  assert.equal(hash(""), "ef46db3751d8e999");
  assert.equal(hash("a"), "d24ec4f1a98c6e5b");
  assert.equal(hash("abc"), "44bc2cf5ad770999");
  assert.equal(hash("Nobody inspects the spammish repetition"), "fbcea83c8a378bf1");
});

test("slots are distinct, large enough, and reused", () => {
  for (const [mtu, slotBytes] of [
    [1500, 2048],
    [2022, 2048],
    [2023, 4096],
    [65_535, 131_072],
  ] as const) {
    const arena = arenaOf(mtu);
    const slots = Array.from({ length: 3000 / (slotBytes / 2048) }, () => arena.allocate());
    const sorted = slots.toSorted((a, b) => a - b);
    for (const [i, slot] of sorted.entries()) {
      assert.equal((slot - 8) % slotBytes, 0);
      assert.ok(slot >= 16 + 8 && slot + arena.frameBytesMax <= arena.view.length);
      if (i > 0) assert.ok(slot - sorted[i - 1]! >= slotBytes);
    }
    assert.equal(arena.slotsInUse, slots.length);
    const size = arena.view.length;
    for (const slot of slots) arena.release(slot);
    for (const _slot of slots) arena.allocate();
    assert.equal(arena.view.length, size);
    assert.equal(arena.slotsInUse, slots.length);
  }
});

test("content and states survive growth; a copy has the hash too", () => {
  const arena = arenaOf(1500);
  const first = arena.allocate();
  arena.view.fill(7, first, first + 100);
  arena.memory.hash(first, 100);
  const state = arena.newState();
  arena.memory.fold(state, first, 100, -5);
  const folded = arena.readState(state);
  const copies = Array.from({ length: 2000 }, () => arena.copy(first, 100));
  const expected = arena.view.slice(first - 8, first + 100);
  const last = copies.at(-1)!;
  assert.deepEqual(arena.view.slice(last - 8, last + 100), expected);
  assert.deepEqual(arena.readState(state), folded);
  assert.notDeepEqual([...folded], [0, 0, 0, 0, 0, 0, 0, 0]);
});

function fold(frames: readonly [number, number, number][]): string {
  const arena = arenaOf(1500);
  const state = arena.newState();
  for (const [startNs, length, filling] of frames) {
    const slot = arena.allocate();
    arena.view.fill(filling, slot, slot + length);
    arena.memory.hash(slot, length);
    arena.memory.fold(state, slot, length, startNs);
  }
  return arena.readState(state).toHex();
}

test("a fold depends on start, length, content and order", () => {
  const cases: [number, number, number][][] = [
    [
      [1, 60, 1],
      [2, 60, 1],
    ],
    [
      [2, 60, 1],
      [1, 60, 1],
    ],
    [
      [1, 60, 1],
      [3, 60, 1],
    ],
    [
      [1, 61, 1],
      [2, 60, 1],
    ],
    [
      [1, 60, 2],
      [2, 60, 1],
    ],
    [[1, 60, 1]],
    [
      [-1, 60, 1],
      [2, 60, 1],
    ],
  ];
  assert.equal(new Set(cases.map(fold)).size, cases.length);
  assert.equal(fold(cases[0]!), fold(cases[0]!));
});

test("no more states than announced", () => {
  const arena = arenaOf(1500, 1);
  arena.newState();
  assert.throws(() => arena.newState(), /Cannot make state 2/);
});
