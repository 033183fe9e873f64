// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { EVENT_KINDS, type EventKind, EventQueue, type EventSource } from "./events.ts";

function sealed(handlers: readonly [EventKind, (timeNs: number) => void | Promise<void>][]): {
  queue: EventQueue;
  sources: EventSource[];
} {
  const queue = new EventQueue();
  const sources = handlers.map(([kind, handler]) => queue.register(kind, handler));
  queue.seal();
  return { queue, sources };
}

test("ids follow kinds, then registration", () => {
  const kinds = ["hostTimer", "action", "continuingTask", "linkDirection", "action"] as const;
  const { sources } = sealed(kinds.map((kind) => [kind, () => {}]));
  assert.deepEqual(
    sources.map(({ id }) => id),
    [3, 0, 4, 2, 1],
  );
});

const SOURCES = 48;

/** What may happen in a step: a source is scheduled so much later, or cancelled. */
const operations = fc.array(
  fc.record({
    source: fc.nat(SOURCES - 1),
    act: fc.constantFrom("schedule", "schedule", "schedule", "cancel", "ask"),
    afterNs: fc.nat(60),
  }),
  { maxLength: 30 },
);

test("the heap agrees with a sorted list, whatever handlers do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operations, { maxLength: 40 }), async (steps) => {
      const model = new Map<number, number>();
      const fired: string[] = [];
      const expected: string[] = [];
      let step = 0;
      const act = (queue: EventQueue, sources: readonly EventSource[]): void => {
        for (const { source, act: kind, afterNs } of steps[step++] ?? []) {
          const target = sources[source]!;
          const atNs = Math.max(queue.nowNs, 0) + afterNs;
          if (kind === "schedule") {
            queue.schedule(target, atNs);
            model.set(target.id, atNs);
          } else if (kind === "cancel") {
            queue.cancel(target);
            model.delete(target.id);
          } else {
            assert.equal(queue.nextTime(), Math.min(...model.values()));
          }
          assert.equal(queue.isScheduled(target), model.has(target.id));
        }
      };
      const queue = new EventQueue();
      const sources: EventSource[] = [];
      for (let i = 0; i < SOURCES; i++) {
        const source: EventSource = queue.register(EVENT_KINDS[i % 6]!, (timeNs) => {
          fired.push(`${timeNs} ${source.id}`);
          const [next] = [...model].sort(([a, s], [b, t]) => s - t || a - b);
          expected.push(`${next![1]} ${next![0]}`);
          model.delete(source.id);
          act(queue, sources);
        });
        sources.push(source);
      }
      queue.seal();
      act(queue, sources);
      await queue.run();
      assert.deepEqual(fired, expected);
      assert.equal(model.size, 0);
      assert.equal(queue.executed, fired.length);
    }),
    { numRuns: 300 },
  );
});

test("a run ends before its limit and goes on where it ended", async () => {
  const seen: number[] = [];
  const { queue, sources } = sealed([
    [
      "action",
      (timeNs) => {
        seen.push(timeNs);
        queue.schedule(sources[0]!, timeNs + 10);
      },
    ],
  ]);
  queue.schedule(sources[0]!, -20);
  assert.equal(await queue.run({ until: 0 }), "limit");
  assert.deepEqual(seen, [-20, -10]);
  assert.equal(queue.nowNs, 0);
  assert.equal(await queue.run({ until: 1 }), "limit");
  assert.deepEqual(seen, [-20, -10, 0]);
  assert.equal(await queue.run({ stop: () => seen.length === 5 }), "stopped");
  assert.deepEqual(seen, [-20, -10, 0, 10, 20]);
  queue.cancel(sources[0]!);
  assert.equal(await queue.run(), "empty");
  assert.equal(await queue.run({ until: 500 }), "limit");
  assert.equal(queue.nowNs, 500);
});

test("handlers without a promise run on the caller's stack, promises hold the queue", async () => {
  const seen: string[] = [];
  let release: (() => void) | undefined;
  const { queue, sources } = sealed([
    ["action", () => void seen.push("first")],
    ["hostTimer", () => new Promise<void>((resolve) => (release = resolve))],
    ["continuingTask", () => void seen.push("last")],
  ]);
  for (const source of sources) queue.schedule(source, 5);
  const run = queue.run();
  assert.deepEqual(seen, ["first"]);
  await Promise.resolve();
  assert.deepEqual(seen, ["first"]);
  release?.();
  assert.equal(await run, "empty");
  assert.deepEqual(seen, ["first", "last"]);
});

test("the host that runs is told each change of the horizon, until its event ends", async () => {
  const told: number[] = [];
  const listener = { horizonChanged: (horizonNs: number) => void told.push(horizonNs) };
  const { queue, sources } = sealed([
    [
      "hostTimer",
      () => {
        const [other, third] = [sources[1]!, sources[2]!];
        queue.running = listener;
        queue.schedule(other, 70);
        queue.schedule(third, 80);
        queue.schedule(other, 40);
        queue.cancel(other);
        queue.stopAt(60);
      },
    ],
    ["linkDirection", () => assert.equal(queue.running, null)],
    ["linkDirection", () => assert.fail("beyond the limit")],
  ]);
  queue.schedule(sources[0]!, 10);
  queue.schedule(sources[1]!, 90);
  assert.equal(await queue.run({ until: 100 }), "limit");
  assert.deepEqual(told, [90, 70, 40, 80, 60]);
  assert.equal(queue.nowNs, 60);
});

test("wrong times, and events before seal, stop the run", async () => {
  const { queue, sources } = sealed([["action", () => {}]]);
  const source = sources[0]!;
  queue.schedule(source, 100);
  await queue.run();
  for (const timeNs of [99, 100.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(
      () => queue.schedule(source, timeNs),
      /Cannot schedule a source of kind 'action'/,
    );
  }
  queue.schedule(source, 100);
  assert.throws(() => queue.register("action", () => {}), /sealed/);
  const open = new EventQueue();
  const early = open.register("action", () => {});
  assert.throws(() => open.schedule(early, 0), /before seal/);
  await assert.rejects(open.run(), /before seal/);
});
