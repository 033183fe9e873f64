// SPDX-License-Identifier: MIT
/**
 * Records the frames of some ports into one pcapng file. At the sender's side a frame has its start
 * as stamp, at the receiver's side its arrival; a frame that a queue dropped is in no capture, one
 * that the wire lost only in the sender's.
 *
 * Records stand in order of (time, received before sent, interface). A direction tells a start when
 * it settles it, which may be later than other records; so records wait here until the event queue
 * has passed their time. A capture schedules nothing and changes nothing.
 *
 * @example
 * const capture = new Capture(queue, arena, sink, {});
 * capture.add("h1:eth0", link.from);
 * capture.add("h2:eth0", link.to);
 * await queue.run({ until });
 * link.close(until);
 * capture.close();
 */
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { assert } from "../../sim/assertion.ts";
import type { EventQueue } from "../../sim/events.ts";
import { DEFAULT_EPOCH_NS, type Nanoseconds } from "../../sim/time.ts";
import type { FrameArena } from "../frame-memory.ts";
import type { LinkPort } from "../link.ts";
import type { LinkDirection } from "../link-direction.ts";
import type { FrameObserver } from "../port.ts";
import {
  INBOUND,
  interfaceDescription,
  OUTBOUND,
  packetBlockBytes,
  StampClock,
  sectionHeader,
  writePacketBlock,
} from "./pcapng.ts";

/** Where a capture's bytes go. */
export interface ByteSink {
  /** Adds bytes at the end. They are the caller's again afterwards. */
  append(bytes: Uint8Array): void;
}

export interface CaptureOptions {
  /** Bytes kept of each frame. Default all. */
  readonly snaplen?: number | undefined;
  /** Frames from this time, and before that time. Default the whole run. */
  readonly fromNs?: Nanoseconds | undefined;
  readonly untilNs?: Nanoseconds | undefined;
  /** CLOCK_REALTIME at virtual time 0, in nanoseconds since 1970. */
  readonly epochNs?: bigint | undefined;
}

/** Records that wait are put in order and written when they take this much. */
const BATCH_BYTES = 0x1_0000;

export class Capture {
  readonly #queue: EventQueue;
  readonly #arena: FrameArena;
  readonly #sink: ByteSink;
  readonly #snaplen: number;
  readonly #fromNs: Nanoseconds;
  readonly #untilNs: Nanoseconds;
  readonly #clock: StampClock;
  readonly #names = new Set<string>();
  readonly #outgoing: LinkDirection[] = [];

  // Records that wait, in order of being told; blocks one after another in #block.
  #count = 0;
  #times = new Float64Array(256);
  #ranks = new Int32Array(256);
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  #bytes = new Uint8Array(2 * BATCH_BYTES);
  #block = new DataView(this.#bytes.buffer);
  /** All before this time has been written. */
  #writtenNs: Nanoseconds = Number.NEGATIVE_INFINITY;
  #isWriting = false;

  constructor(queue: EventQueue, arena: FrameArena, sink: ByteSink, options: CaptureOptions) {
    this.#queue = queue;
    this.#arena = arena;
    this.#sink = sink;
    this.#snaplen = options.snaplen ?? Number.POSITIVE_INFINITY;
    this.#fromNs = options.fromNs ?? Number.NEGATIVE_INFINITY;
    this.#untilNs = options.untilNs ?? Number.POSITIVE_INFINITY;
    this.#clock = new StampClock(options.epochNs ?? DEFAULT_EPOCH_NS);
    sink.append(sectionHeader());
  }

  /** Adds an interface, before the run: what the port sends and receives. */
  add(name: string, port: LinkPort): void {
    assert(!this.#names.has(name), `Cannot capture at '${name}' twice in one file`);
    const index = this.#names.size;
    this.#names.add(name);
    const snaplen = Number.isFinite(this.#snaplen) ? this.#snaplen : 0;
    this.#sink.append(interfaceDescription(utf8ToBytes(name), snaplen));
    this.#outgoing.push(port.outgoing);
    port.outgoing.startObservers.push(new Tap(this, index, OUTBOUND));
    port.incoming.arrivalObservers.push(new Tap(this, index, INBOUND));
  }

  /** Writes what can be written: everything before the time of the present event. */
  flush(): void {
    this.#write(this.#queue.nowNs);
  }

  /** The end of the run, after the links were closed: writes the rest. */
  close(): void {
    this.#write(Number.POSITIVE_INFINITY);
  }

  /** A frame at an interface. Called by taps. */
  record(
    index: number,
    flags: typeof INBOUND | typeof OUTBOUND,
    timeNs: Nanoseconds,
    slot: number,
    length: number,
  ): void {
    if (timeNs < this.#fromNs || timeNs >= this.#untilNs) return;
    const captured = length < this.#snaplen ? length : this.#snaplen;
    const at = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    const end = at + packetBlockBytes(captured);
    this.#reserve(end);
    this.#clock.set(timeNs);
    const data = writePacketBlock(this.#block, at, {
      interfaceIndex: index,
      stampHigh: this.#clock.high,
      stampLow: this.#clock.low,
      captured,
      original: length,
      flags,
    });
    this.#bytes.set(this.#arena.view.subarray(slot, slot + captured), data);
    this.#times[this.#count] = timeNs;
    this.#ranks[this.#count] = index + (flags === OUTBOUND ? 0x1_0000 : 0);
    this.#starts[this.#count] = at;
    this.#ends[this.#count] = end;
    this.#count++;
    if (end >= BATCH_BYTES && this.#queue.nowNs > this.#writtenNs) this.flush();
  }

  #reserve(bytes: number): void {
    if (this.#count === this.#times.length) {
      const size = 2 * this.#count;
      this.#times = enlarged(this.#times, new Float64Array(size));
      this.#ranks = enlarged(this.#ranks, new Int32Array(size));
      this.#starts = enlarged(this.#starts, new Int32Array(size));
      this.#ends = enlarged(this.#ends, new Int32Array(size));
    }
    if (bytes > this.#bytes.length) {
      this.#bytes = enlarged(this.#bytes, new Uint8Array(2 * bytes));
      this.#block = new DataView(this.#bytes.buffer);
    }
  }

  /** Writes all records before `timeNs`; those are complete once the directions have settled. */
  #write(timeNs: Nanoseconds): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    if (timeNs !== Number.POSITIVE_INFINITY) {
      for (const direction of this.#outgoing) direction.settle(timeNs);
    }
    const order: number[] = [];
    const kept: number[] = [];
    for (let i = 0; i < this.#count; i++) (this.#times[i]! < timeNs ? order : kept).push(i);
    order.sort((a, b) => this.#times[a]! - this.#times[b]! || this.#ranks[a]! - this.#ranks[b]!);
    const bytes = order.reduce((sum, i) => sum + this.#ends[i]! - this.#starts[i]!, 0);
    const written = new Uint8Array(bytes);
    let at = 0;
    for (const i of order) {
      written.set(this.#bytes.subarray(this.#starts[i], this.#ends[i]), at);
      at += this.#ends[i]! - this.#starts[i]!;
    }
    if (bytes > 0) this.#sink.append(written);
    this.#keep(kept);
    this.#writtenNs = timeNs;
    this.#isWriting = false;
  }

  /** Moves the records of these indices, in ascending order, to the beginning. */
  #keep(indices: readonly number[]): void {
    let end = 0;
    let count = 0;
    for (const i of indices) {
      const start = end;
      this.#bytes.copyWithin(start, this.#starts[i]!, this.#ends[i]);
      end += this.#ends[i]! - this.#starts[i]!;
      this.#times[count] = this.#times[i]!;
      this.#ranks[count] = this.#ranks[i]!;
      this.#starts[count] = start;
      this.#ends[count] = end;
      count++;
    }
    this.#count = count;
  }
}

/** One side of an interface. */
class Tap implements FrameObserver {
  readonly #capture: Capture;
  readonly #index: number;
  readonly #flags: typeof INBOUND | typeof OUTBOUND;

  constructor(capture: Capture, index: number, flags: typeof INBOUND | typeof OUTBOUND) {
    this.#capture = capture;
    this.#index = index;
    this.#flags = flags;
  }

  observe(timeNs: Nanoseconds, slot: number, length: number): void {
    this.#capture.record(this.#index, this.#flags, timeNs, slot, length);
  }
}

function enlarged<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
