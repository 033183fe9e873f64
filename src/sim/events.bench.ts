// SPDX-License-Identifier: MIT
/** Nanoseconds for an event that schedules its source again: `node src/sim/events.bench.ts`. */
import { performance } from "node:perf_hooks";
import { EventQueue, type EventSource } from "./events.ts";
import { randomStream } from "./random.ts";

const EVENTS = 5_000_000;

for (const count of [4, 64, 1024]) {
  const queue = new EventQueue();
  const gaps = randomStream(1, "bench", "gaps");
  const gapsNs = Array.from({ length: 4096 }, () => gaps.integer(1, 20_000));
  const sources: EventSource[] = [];
  for (let i = 0; i < count; i++) {
    const source: EventSource = queue.register("linkDirection", (timeNs) => {
      queue.schedule(source, timeNs + (gapsNs[queue.executed & 4095] ?? 1));
    });
    sources.push(source);
  }
  queue.seal();
  for (const source of sources) queue.schedule(source, 0);
  const start = performance.now();
  await queue.run({ stop: () => queue.executed >= EVENTS });
  const eventNs = ((performance.now() - start) * 1e6) / EVENTS;
  console.log(
    `${String(count).padStart(5)} sources  ${eventNs.toFixed(0).padStart(4)} ns an event`,
  );
}
