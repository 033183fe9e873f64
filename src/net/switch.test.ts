// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { EventQueue } from "../sim/events.ts";
import { type FakeFrame, FakeHost, frameOf } from "./fake-host.ts";
import { FrameArena } from "./frame-memory.ts";
import { DEFAULT_DIRECTION, DEFAULT_SWITCH_QUEUE, Link } from "./link.ts";
import { MacTable } from "./mac-table.ts";
import { PlainFrameMemory } from "./plain-frame-memory.ts";
import { Switch } from "./switch.ts";

const SECOND_NS = 1_000_000_000;

/** Hosts 1 to n at one switch, each with what it sends; where each frame arrived, by host. */
async function run(sent: readonly (readonly FakeFrame[])[], ageingNs?: number) {
  const queue = new EventQueue();
  const arena = new FrameArena(new PlainFrameMemory(), { mtuMax: 1500, states: 2 * sent.length });
  const bridge = new Switch(arena, ageingNs);
  const links = sent.map(
    (_, i) =>
      new Link(queue, arena, {
        name: `h${i + 1}-s1`,
        seed: 1,
        framing: "ethernet",
        forward: DEFAULT_DIRECTION,
        reverse: { ...DEFAULT_DIRECTION, queue: DEFAULT_SWITCH_QUEUE },
      }),
  );
  const hosts = sent.map((frames, i) => new FakeHost(queue, arena, links[i]!.from, frames));
  for (const link of links) bridge.addPort(link.to);
  queue.seal();
  for (const host of hosts) host.start();
  await queue.run();
  for (const link of links) link.close(queue.nowNs + 1);
  assert.equal(arena.slotsInUse, 0);
  return { arrivals: hosts.map((host) => host.arrivals), links };
}

function at(timeNs: number, to: string, from: string, length = 60): FakeFrame {
  return { timeNs, bytes: frameOf(to, from, length, 0x55) };
}

function counts(arrivals: readonly (readonly unknown[])[]): number[] {
  return arrivals.map((list) => list.length);
}

test("unknown and broadcast frames go to all others, known ones to their port", async () => {
  const sent = [
    [at(0, "2", "1"), at(2 * SECOND_NS, "2", "1"), at(3 * SECOND_NS, "all", "1")],
    [at(SECOND_NS, "1", "2")],
    [],
  ];
  const { arrivals } = await run(sent);
  // 84 bytes take 672 ns on each link, each has 1000 ns of delay: whole at 1672, 3344.
  assert.deepEqual(
    arrivals.map((list) => list.map(({ timeNs }) => timeNs)),
    [
      [SECOND_NS + 3344],
      [3344, 2 * SECOND_NS + 3344, 3 * SECOND_NS + 3344],
      [3344, 3 * SECOND_NS + 3344],
    ],
  );
  assert.deepEqual(arrivals[2]![0]!.bytes, frameOf("2", "1", 60, 0x55));
});

test("what was learned is forgotten after 300 s, and follows who moves", async () => {
  const lateNs = 300 * SECOND_NS;
  const known = await run([[at(lateNs, "2", "1")], [at(0, "1", "2")], [at(1, "1", "3")]]);
  // Both frames arrive 1672 ns later: exactly 300 s apart, which is still fresh.
  assert.deepEqual(counts(known.arrivals), [2, 2, 1]);
  const aged = await run([[at(lateNs + 1, "2", "1")], [at(0, "1", "2")], [at(1, "1", "3")]]);
  assert.deepEqual(counts(aged.arrivals), [2, 2, 2]);
  const moved = await run([[at(SECOND_NS, "2", "1")], [at(0, "1", "2")], [at(10, "1", "2")]]);
  assert.deepEqual(counts(moved.arrivals), [2, 1, 2]);
});

test("a frame for its own port, and one that belongs to the link, is not forwarded", async () => {
  const pause = frameOf("2", "1", 60);
  pause.set([0x01, 0x80, 0xc2, 0, 0, 1], 0);
  const { arrivals } = await run([
    [at(0, "9", "1"), at(SECOND_NS, "1", "8"), { timeNs: 2 * SECOND_NS, bytes: pause }],
    [],
  ]);
  assert.deepEqual(counts(arrivals), [0, 1]);
});

test("a multicast source is not learned", async () => {
  const { arrivals } = await run([[at(SECOND_NS, "2", "1")], [at(0, "1", "all")], []]);
  assert.deepEqual(counts(arrivals), [1, 1, 2]);
});

test("an output port queues 1000 frames and drops the rest", async () => {
  const frames = (from: string): FakeFrame[] =>
    Array.from({ length: 3000 }, (_, i) => at(SECOND_NS + i, "3", from, 1514));
  const { arrivals, links } = await run([frames("1"), frames("2"), [at(0, "1", "3")]]);
  const { forward, reverse } = links[2]!.counters(Number.MAX_SAFE_INTEGER);
  assert.equal(forward.frames, 1);
  assert.ok(reverse.queueDropsFrames > 1000, `${reverse.queueDropsFrames}`);
  assert.equal(arrivals[2]!.length, 6000 - reverse.queueDropsFrames);
});

test("the table keeps what is fresh through growth, and forgets nothing else", () => {
  const table = new MacTable(100);
  for (let i = 0; i < 5000; i++) table.learn(i < 2500 ? 0 : 150, 0x0200, i * 0x1_0001, i);
  for (let i = 0; i < 5000; i++) {
    assert.equal(table.lookup(200, 0x0200, i * 0x1_0001), i < 2500 ? -1 : i);
    assert.equal(table.lookup(200, 0x0201, i * 0x1_0001), -1);
  }
  assert.equal(table.lookup(250, 0x0200, 2500 * 0x1_0001), 2500);
  assert.equal(table.lookup(251, 0x0200, 2500 * 0x1_0001), -1);
});
