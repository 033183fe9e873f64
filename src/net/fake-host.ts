// SPDX-License-Identifier: MIT
/**
 * A host without a kernel, for tests of links and switches: it sends frames at given times, holds
 * them back while its transmit ring is full as a queue discipline does, and notes what it receives.
 */
import type { EventQueue, EventSource, HorizonListener } from "../sim/events.ts";
import type { Nanoseconds } from "../sim/time.ts";
import type { FrameArena } from "./frame-memory.ts";
import type { Device, Port } from "./port.ts";

export interface FakeFrame {
  /** When the host hands it over, at the earliest. Ascending within a host. */
  readonly timeNs: Nanoseconds;
  readonly bytes: Uint8Array;
}

export interface Arrival {
  readonly timeNs: Nanoseconds;
  readonly bytes: Uint8Array;
}

/** A frame that starts with these addresses ("0a" is 02:00:00:00:00:0a) and ends in `filling`. */
export function frameOf(to: string, from: string, length: number, filling = 0): Uint8Array {
  const bytes = new Uint8Array(length).fill(filling);
  bytes.set(addressOf(to), 0);
  bytes.set(addressOf(from), 6);
  bytes.set([0x88, 0xb5], 12);
  return bytes;
}

function addressOf(last: string): Uint8Array {
  if (last === "all") return new Uint8Array(6).fill(0xff);
  return Uint8Array.fromHex(`02000000${last.padStart(4, "0")}`);
}

export class FakeHost implements Device, HorizonListener {
  readonly arrivals: Arrival[] = [];
  /** Times of `wake`. */
  readonly wakes: Nanoseconds[] = [];
  /** Longest backlog while the ring was full. */
  backlogMax = 0;

  readonly #queue: EventQueue;
  readonly #arena: FrameArena;
  readonly #port: Port;
  readonly #frames: readonly FakeFrame[];
  /** Sends all frames before the horizon within one event, as a host that runs ahead. */
  readonly #runsAhead: boolean;
  readonly #timer: EventSource;
  readonly #backlog: Uint8Array[] = [];
  #next = 0;
  #stopped = false;
  #horizonNs = 0;

  constructor(
    queue: EventQueue,
    arena: FrameArena,
    port: Port,
    frames: readonly FakeFrame[],
    runsAhead = false,
  ) {
    this.#queue = queue;
    this.#arena = arena;
    this.#port = port;
    this.#frames = frames;
    this.#runsAhead = runsAhead;
    this.#timer = queue.register("hostTimer", () => this.#run());
    port.attach(this);
  }

  /** After the queue was sealed. */
  start(): void {
    const first = this.#frames[0];
    if (first !== undefined) this.#queue.schedule(this.#timer, first.timeNs);
  }

  receive(timeNs: Nanoseconds, slot: number, length: number): void {
    this.arrivals.push({ timeNs, bytes: this.#arena.view.slice(slot, slot + length) });
    this.#arena.release(slot);
  }

  wake(timeNs: Nanoseconds): void {
    this.wakes.push(timeNs);
    this.#stopped = false;
    while (!this.#stopped && this.#backlog.length > 0) this.#send(timeNs, this.#backlog.shift()!);
  }

  carrier(): void {}

  horizonChanged(horizonNs: Nanoseconds): void {
    this.#horizonNs = horizonNs;
  }

  #run(): void {
    this.#queue.running = this;
    do {
      const { timeNs, bytes } = this.#frames[this.#next++]!;
      if (this.#stopped) this.#backlog.push(bytes);
      else this.#send(timeNs, bytes);
      this.backlogMax = Math.max(this.backlogMax, this.#backlog.length);
    } while (this.#runsAhead && (this.#frames[this.#next]?.timeNs ?? Infinity) < this.#horizonNs);
    const next = this.#frames[this.#next];
    if (next !== undefined) this.#queue.schedule(this.#timer, next.timeNs);
  }

  #send(timeNs: Nanoseconds, bytes: Uint8Array): void {
    const slot = this.#arena.allocate();
    this.#arena.view.set(bytes, slot);
    this.#arena.memory.hash(slot, bytes.length);
    this.#stopped = this.#port.send(timeNs, slot, bytes.length);
  }
}
