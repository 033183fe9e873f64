// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { EventQueue } from "../sim/events.ts";
import { type FakeFrame, FakeHost, frameOf } from "./fake-host.ts";
import { FrameArena } from "./frame-memory.ts";
import { type Framing, overheadOf, wireBits } from "./framing.ts";
import { hashFrames } from "./hash.ts";
import { checkDirection, DEFAULT_DIRECTION, type DirectionOptions, Link } from "./link.ts";
import { PlainFrameMemory } from "./plain-frame-memory.ts";
import { WireClock } from "./wire-clock.ts";

const END_NS = 1_000_000_000_000;

interface Setting {
  readonly forward: DirectionOptions;
  readonly reverse?: DirectionOptions;
  readonly framing?: Framing;
  readonly fromA?: readonly FakeFrame[];
  readonly fromB?: readonly FakeFrame[];
  readonly runsAhead?: boolean;
  readonly endNs?: number;
  /** Looks at the counters that often, on the way. */
  readonly lookEveryNs?: number;
}

async function exchange(setting: Setting) {
  const queue = new EventQueue();
  const arena = new FrameArena(new PlainFrameMemory(), { mtuMax: 1500, states: 2 });
  const link = new Link(queue, arena, {
    name: "a-b",
    seed: 1,
    framing: setting.framing ?? "ethernet",
    forward: setting.forward,
    reverse: setting.reverse ?? setting.forward,
  });
  const a = new FakeHost(queue, arena, link.from, setting.fromA ?? [], setting.runsAhead);
  const b = new FakeHost(queue, arena, link.to, setting.fromB ?? [], setting.runsAhead);
  queue.seal();
  a.start();
  b.start();
  const endNs = setting.endNs ?? END_NS;
  const everyNs = setting.lookEveryNs ?? endNs;
  for (let timeNs = everyNs; timeNs < endNs; timeNs += everyNs) {
    await queue.run({ until: timeNs });
    link.counters(timeNs);
  }
  await queue.run({ until: endNs });
  link.close(endNs);
  const { forward, reverse } = link.counters(endNs);
  const states = {
    forward: arena.readState(link.forward.state),
    reverse: arena.readState(link.reverse.state),
  };
  const hash = hashFrames([{ name: "a-b", ...states }]);
  return { a, b, forward, reverse, hash, slotsInUse: arena.slotsInUse };
}

function frames(times: readonly number[], length: number): FakeFrame[] {
  return times.map((timeNs, i) => ({ timeNs, bytes: frameOf("0b", "0a", length, i) }));
}

const SLOW: DirectionOptions = { rateBps: 1_000_000, delayNs: 500, lossShare: 0 };

test("a frame arrives at start + transmission + delay, back to back when busy", async () => {
  const { b, forward, slotsInUse } = await exchange({
    forward: DEFAULT_DIRECTION,
    fromA: [...frames([0, 0], 1514), ...frames([50_000], 42)],
  });
  // 1538 bytes take 12304 ns at 1 Gbit/s, 84 take 672 ns; the delay is 1000 ns.
  assert.deepEqual(
    b.arrivals.map(({ timeNs }) => timeNs),
    [13_304, 25_608, 51_672],
  );
  assert.deepEqual(
    b.arrivals.map(({ bytes }) => bytes[20]),
    [0, 1, 0],
  );
  assert.deepEqual(forward, { frames: 3, bytes: 3070, lostFrames: 0, queueDropsFrames: 0 });
  assert.equal(slotsInUse, 0);
});

test("directions do not know each other", async () => {
  const { a, b, forward, reverse } = await exchange({
    forward: SLOW,
    reverse: { ...SLOW, delayNs: 1_000_000, rateBps: 2_000_000 },
    fromA: frames([0], 1514),
    fromB: frames([0], 1514),
  });
  assert.deepEqual([a.arrivals[0]!.timeNs, b.arrivals[0]!.timeNs], [7_152_000, 12_304_500]);
  assert.deepEqual([forward.frames, reverse.frames], [1, 1]);
});

test("a slow ring takes two waiting frames and one more, and wakes when one starts", async () => {
  const { a, b, forward } = await exchange({
    forward: SLOW,
    fromA: frames([0, 1, 2, 3, 4, 5], 1514),
  });
  // One on the wire, three wait: stopped at 3 ns. Then one is sent whenever one starts.
  assert.deepEqual(a.wakes, [12_304_000, 24_608_000, 36_912_000]);
  assert.equal(a.backlogMax, 2);
  assert.deepEqual(
    b.arrivals.map(({ timeNs }) => timeNs),
    [1, 2, 3, 4, 5, 6].map((n) => 12_304_000 * n + 500),
  );
  assert.equal(forward.queueDropsFrames, 0);
});

test("a fast ring takes a millisecond, at most 256 frames", async () => {
  const large = await exchange({
    forward: DEFAULT_DIRECTION,
    fromA: frames(Array<number>(200).fill(0), 1514),
  });
  // 81 frames wait for 996,624 ns, the 82nd exceeds it; the first is on the wire.
  assert.equal(large.a.backlogMax, 200 - 83);
  assert.equal(large.a.wakes[0], 12_304);
  const small = await exchange({
    forward: DEFAULT_DIRECTION,
    fromA: frames(Array<number>(400).fill(0), 60),
  });
  assert.equal(small.a.backlogMax, 400 - 257);
  assert.equal(small.b.arrivals.length, 400);
});

test("a device that sends on while its ring is full breaks the contract", () => {
  const queue = new EventQueue();
  const arena = new FrameArena(new PlainFrameMemory(), { mtuMax: 1500, states: 2 });
  const options = { name: "a-b", seed: 1, framing: "ethernet" } as const;
  const { from } = new Link(queue, arena, { ...options, forward: SLOW, reverse: SLOW });
  queue.seal();
  const answers = [0, 1, 2, 3].map(() => from.send(0, arena.allocate(), 1514));
  assert.deepEqual(answers, [false, false, false, true]);
  assert.throws(() => from.send(0, arena.allocate(), 1514), /while the transmit ring is full/);
});

test("exactly a millisecond of waiting frames does not fill a ring", async () => {
  // 100 bytes take 100 us: one on the wire, ten wait for 1 ms, the eleventh exceeds it.
  const { a } = await exchange({
    forward: { ...SLOW, rateBps: 8_000_000 },
    framing: "none",
    fromA: frames(Array<number>(20).fill(0), 100),
  });
  assert.equal(a.backlogMax, 20 - 12);
  assert.equal(a.wakes[0], 100_000);
});

test("a drop-tail queue holds what waits, in packets or bytes, and counts the rest", async () => {
  const six = frames([0, 1, 2, 3, 4, 5], 1514);
  const packets = await exchange({
    forward: { ...SLOW, queue: { unit: "packets", count: 2 } },
    fromA: six,
  });
  assert.deepEqual(packets.a.wakes, []);
  assert.deepEqual(packets.forward, { frames: 3, bytes: 4542, lostFrames: 0, queueDropsFrames: 3 });
  const bytes = await exchange({
    forward: { ...SLOW, queue: { unit: "bytes", count: 4542 } },
    fromA: six,
  });
  assert.deepEqual(bytes.forward, { frames: 4, bytes: 6056, lostFrames: 0, queueDropsFrames: 2 });
  // Frames that waited before leave no trace: the last three just fit, or just do not.
  const waves = [0, 0, 100, 100, 200, 200, 200, 200].map((wave) => wave * 1_000_000);
  for (const [count, drops] of [
    [4542, 0],
    [4541, 1],
  ] as const) {
    const again = await exchange({
      forward: { ...SLOW, queue: { unit: "bytes", count } },
      fromA: frames(waves, 1514),
    });
    assert.equal(again.forward.queueDropsFrames, drops);
  }
  const none = await exchange({
    forward: { ...SLOW, queue: { unit: "packets", count: 0 } },
    // The second finds the wire busy, the third comes as the first ends.
    fromA: frames([0, 12_303_999, 12_304_000], 1514),
  });
  assert.deepEqual(none.forward, { frames: 2, bytes: 3028, lostFrames: 0, queueDropsFrames: 1 });
});

test("frames that start before the end count, whether they arrive or not", async () => {
  const cases: [number, number, number][] = [
    [1, 1, 0],
    [12_304_000, 1, 0],
    [12_304_001, 2, 0],
    [12_304_501, 2, 1],
  ];
  for (const [endNs, started, arrived] of cases) {
    const run = await exchange({ forward: SLOW, fromA: frames([0, 0, 0], 1514), endNs });
    assert.deepEqual([run.forward.frames, run.b.arrivals.length], [started, arrived], `${endNs}`);
    assert.equal(run.slotsInUse, 0);
  }
});

function exchangeLossy(lossShare: number) {
  return exchange({
    forward: { ...DEFAULT_DIRECTION, lossShare },
    fromA: Array.from({ length: 2000 }, (_, i) => frames([i * 20_000], 100)[0]!),
  });
}

test("lost frames take their time and count, and the rest arrives in order", async () => {
  const lossy = await exchangeLossy(0.1);
  const { frames: sent, lostFrames } = lossy.forward;
  assert.equal(sent, 2000);
  assert.ok(lostFrames > 140 && lostFrames < 260, `${lostFrames}`);
  assert.equal(lossy.b.arrivals.length, 2000 - lostFrames);
  assert.equal(lossy.slotsInUse, 0);
  assert.equal(lossy.hash, (await exchangeLossy(0)).hash);
  assert.equal((await exchangeLossy(1)).b.arrivals.length, 0);
});

const direction: fc.Arbitrary<DirectionOptions> = fc.record(
  {
    rateBps: fc.constantFrom(1_000_000, 7_777_777, 1_000_000_000, 40_000_000_000),
    delayNs: fc.constantFrom(1, 1000, 3_000_000),
    lossShare: fc.constantFrom(0, 0.2),
    queue: fc.oneof(
      fc.record({ unit: fc.constant("packets" as const), count: fc.nat(5) }),
      fc.record({ unit: fc.constant("bytes" as const), count: fc.nat(5000) }),
    ),
  },
  { requiredKeys: ["rateBps", "delayNs", "lossShare"] },
);

const traffic: fc.Arbitrary<FakeFrame[]> = fc
  .array(
    fc.record({
      gapNs: fc.oneof(fc.constant(0), fc.nat(2000), fc.nat(2_000_000)),
      length: fc.integer({ min: 14, max: 1518 }),
      filling: fc.nat(255),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let timeNs = -1000;
    return steps.map(({ gapNs, length, filling }) => {
      timeNs += gapNs;
      return { timeNs, bytes: frameOf("0b", "0a", length, filling) };
    });
  });

test("a queue agrees with a plain model", async () => {
  const queued = direction.filter(({ queue }) => queue !== undefined);
  const framings = fc.constantFrom<Framing[]>("ethernet", "ppp", "none");
  await fc.assert(
    fc.asyncProperty(queued, framings, traffic, async (options, framing, fromA) => {
      const forward = { ...options, lossShare: 0 };
      const run = await exchange({ forward, framing, fromA });
      const wire = new WireClock(forward.rateBps);
      const accepted: { startNs: number; bytes: number; arrivalNs: number }[] = [];
      let drops = 0;
      for (const { timeNs, bytes } of fromA) {
        const waiting = accepted.filter(({ startNs }) => startNs > timeNs);
        const size = waiting.reduce((sum, one) => sum + one.bytes, 0);
        const { unit, count } = forward.queue!;
        const isFull = unit === "packets" ? waiting.length >= count : size + bytes.length > count;
        if (isFull && wire.endNs > timeNs) {
          drops++;
          continue;
        }
        wire.place(timeNs, wireBits(overheadOf(framing), bytes.length));
        const arrivalNs = wire.endNs + forward.delayNs;
        accepted.push({ startNs: wire.startNs, bytes: bytes.length, arrivalNs });
      }
      assert.deepEqual(
        run.b.arrivals.map(({ timeNs, bytes }) => [timeNs, bytes.length]),
        accepted.map(({ arrivalNs, bytes }) => [arrivalNs, bytes]),
      );
      assert.equal(run.forward.queueDropsFrames, drops);
      assert.equal(run.slotsInUse, 0);
    }),
    { numRuns: 150 },
  );
});

/** All that must not depend on how a run is cut up. */
async function resultsOf(setting: Setting) {
  const { a, b, forward, reverse, hash, slotsInUse } = await exchange(setting);
  assert.equal(slotsInUse, 0);
  const ends = [a, b].map(({ arrivals, wakes, backlogMax }) => ({ arrivals, wakes, backlogMax }));
  return { ends, forward, reverse, hash };
}

test("the same traffic cut differently gives the same results", async () => {
  const setting = fc.record({
    forward: direction,
    reverse: direction,
    fromA: traffic,
    fromB: traffic,
  });
  await fc.assert(
    fc.asyncProperty(setting, fc.integer({ min: 1, max: 20_000_000 }), async (one, endNs) => {
      const base = { ...one, endNs };
      const expected = await resultsOf(base);
      assert.deepEqual(await resultsOf({ ...base, runsAhead: true }), expected);
      assert.deepEqual(
        await resultsOf({ ...base, lookEveryNs: 1 + Math.floor(endNs / 7) }),
        expected,
      );
    }),
    { numRuns: 100 },
  );
});

test("an instant link and a wrong frame are refused", async () => {
  const instant = { ...DEFAULT_DIRECTION, delayNs: 0, rateBps: 1_000_000_000_000 };
  assert.match(
    String(checkDirection("ethernet", instant)),
    /^has no delay, and at 1000Gbps its shortest frame takes less than 1 ns/,
  );
  await assert.rejects(exchange({ forward: instant }), /Cannot make link 'a-b': it has no delay/);
  assert.equal(checkDirection("ethernet", { ...instant, delayNs: 1 }), undefined);
  assert.equal(checkDirection("ethernet", { ...DEFAULT_DIRECTION, delayNs: 0 }), undefined);
  for (const length of [13, 1519]) {
    const run = exchange({ forward: SLOW, fromA: [{ timeNs: 0, bytes: new Uint8Array(length) }] });
    await assert.rejects(run, /Cannot send a frame of/);
  }
});

test("the hash covers both directions in order of the links' names", () => {
  const [one, two, three, four] = [1, 2, 3, 4].map((byte) => new Uint8Array(8).fill(byte));
  const a = { name: "a", forward: one!, reverse: two! };
  const b = { name: "b", forward: three!, reverse: four! };
  assert.equal(hashFrames([a, b]), hashFrames([b, a]));
  assert.notEqual(hashFrames([a, b]), hashFrames([{ ...a, name: "c" }, b]));
  assert.notEqual(hashFrames([a]), hashFrames([{ ...a, forward: a.reverse, reverse: a.forward }]));
});
