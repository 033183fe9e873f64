// SPDX-License-Identifier: MIT
/**
 * Nanoseconds for a frame on one link of a chain, with hash and copies left out:
 * `node src/net/link.bench.ts`.
 */
import { performance } from "node:perf_hooks";
import { EventQueue } from "../sim/events.ts";
import { FrameArena, type FrameMemory } from "./frame-memory.ts";
import { DEFAULT_DIRECTION, Link } from "./link.ts";
import type { Device, Port } from "./port.ts";

const FRAMES = 300_000;

class SilentMemory implements FrameMemory {
  buffer: ArrayBuffer = new ArrayBuffer(0);
  grow(bytes: number): void {
    this.buffer = new ArrayBuffer(this.buffer.byteLength + bytes);
  }
  hash(): void {}
  fold(): void {}
}

/** Hands each frame on to the next link, or releases it at the end of the chain. */
class Relay implements Device {
  readonly #arena: FrameArena;
  readonly #next: Port | undefined;

  constructor(arena: FrameArena, next: Port | undefined) {
    this.#arena = arena;
    this.#next = next;
  }

  receive(timeNs: number, slot: number, length: number): void {
    if (this.#next === undefined) this.#arena.release(slot);
    else this.#next.send(timeNs, slot, length);
  }

  wake(): void {}
  carrier(): void {}
}

for (const hops of [1, 15, 63]) {
  const queue = new EventQueue();
  const arena = new FrameArena(new SilentMemory(), { mtuMax: 1500, states: 2 * hops });
  const links = Array.from(
    { length: hops },
    (_, i) =>
      new Link(queue, arena, {
        name: `link${i}`,
        seed: 1,
        framing: "ethernet",
        forward: DEFAULT_DIRECTION,
        reverse: DEFAULT_DIRECTION,
      }),
  );
  for (const [i, link] of links.entries()) {
    link.to.attach(new Relay(arena, links[i + 1]?.from));
  }
  let sent = 0;
  const sender = queue.register("hostTimer", (timeNs) => {
    links[0]?.from.send(timeNs, arena.allocate(), 1512);
    if (++sent < FRAMES) queue.schedule(sender, timeNs + 12_500);
  });
  queue.seal();
  queue.schedule(sender, 0);
  const start = performance.now();
  await queue.run();
  const frameNs = ((performance.now() - start) * 1e6) / (FRAMES * hops);
  console.log(
    `${String(hops).padStart(3)} links  ${frameNs.toFixed(0).padStart(4)} ns a frame and link`,
  );
}
