// SPDX-License-Identifier: MIT
/**
 * One direction of a point-to-point link: what a frame goes through between `send` of one device
 * and `receive` of the other (semantics.md, "Links").
 *
 * Frames stand in a FIFO of typed arrays from hand-over to arrival; only the first one's arrival is
 * in the event queue. A frame starts without an event: whether it has started follows from its
 * start time. What leaves a trace (counters, hash, loss, captures) is settled in order of start by
 * `settle`, at the latest when the frame arrives, and only for frames that started before the time
 * given: so it makes no difference when, or how often, somebody looks.
 *
 * In front of the wire stands either the sender's transmit ring, which stops the device and wakes
 * it, or a drop-tail queue, whose drops are the link's.
 */
import { fail } from "../sim/assertion.ts";
import type { EventQueue, EventSource } from "../sim/events.ts";
import type { Nanoseconds } from "../sim/time.ts";
import type { QueueSize } from "../sim/units.ts";
import type { FrameArena } from "./frame-memory.ts";
import { ETHERNET_HEADER_BYTES, type Framing, overheadOf, wireBits } from "./framing.ts";
import type { Device, FrameObserver, LossModel } from "./port.ts";
import { assertFrameBits, WireClock } from "./wire-clock.ts";

/** Frames that a transmit ring holds at most (`ethtool -g`). */
export const RING_FRAMES_MAX = 256;
/** A ring always takes so many waiting frames, and as many as the wire sends in this time. */
const RING_FRAMES_MIN = 2;
const RING_TIME_NS = 1_000_000;
/** A power of two, as all capacities of the FIFO. */
const FIFO_FRAMES_MIN = 64;

export interface LinkDirectionOptions {
  readonly rateBps: number;
  readonly delayNs: Nanoseconds;
  readonly framing: Framing;
  /** Drop-tail queue in front of the wire; without it the transmit ring. */
  readonly queue?: QueueSize | undefined;
  readonly loss?: LossModel | undefined;
}

export interface DirectionCounters {
  /** Frames that started, lost ones included, and their bytes without overhead. */
  readonly frames: number;
  readonly bytes: number;
  /** Frames that started and never arrived. */
  readonly lostFrames: number;
  /** Frames that found the link's queue full. */
  readonly queueDropsFrames: number;
}

export class LinkDirection {
  /** Byte offset of the hash over all settled frames in the arena. */
  readonly state: number;
  readonly rateBps: number;
  readonly delayNs: Nanoseconds;
  /** Told when a frame is settled, with its start. */
  readonly startObservers: FrameObserver[] = [];
  /** Told when a frame arrives, with that time, before the device. */
  readonly arrivalObservers: FrameObserver[] = [];
  sender: Device | null = null;
  receiver: Device | null = null;

  readonly #queue: EventQueue;
  readonly #arena: FrameArena;
  readonly #arrival: EventSource;
  readonly #wakeUp: EventSource;
  readonly #wire: WireClock;
  readonly #overhead: ReturnType<typeof overheadOf>;
  readonly #loss: LossModel | null;
  /** Room for frames that wait; infinite where the other unit or the ring limits. */
  readonly #waitingFramesMax: number;
  readonly #waitingBytesMax: number;
  readonly #hasRing: boolean;

  #frames = 0;
  #bytes = 0;
  #lostFrames = 0;
  #queueDropsFrames = 0;
  #stopped = false;
  #closed = false;

  // The FIFO. Indices count frames; `& mask` is the place.
  #mask = FIFO_FRAMES_MIN - 1;
  #slots = new Int32Array(FIFO_FRAMES_MIN);
  /** Bytes; negative for a frame that is lost. */
  #lengths = new Int32Array(FIFO_FRAMES_MIN);
  #starts = new Float64Array(FIFO_FRAMES_MIN);
  #arrivals = new Float64Array(FIFO_FRAMES_MIN);
  #head = 0;
  #tail = 0;
  /** First frame that is not settled. */
  #unsettled = 0;
  /** First frame that had not started at the last `send`. */
  #waiting = 0;
  #waitingBytes = 0;

  constructor(queue: EventQueue, arena: FrameArena, options: LinkDirectionOptions) {
    this.#queue = queue;
    this.#arena = arena;
    this.#arrival = queue.register("linkDirection", (timeNs) => this.#arrive(timeNs));
    this.#wakeUp = queue.register("transmitWake", (timeNs) => this.#wake(timeNs));
    this.state = arena.newState();
    this.rateBps = options.rateBps;
    this.delayNs = options.delayNs;
    this.#wire = new WireClock(options.rateBps);
    this.#overhead = overheadOf(options.framing);
    assertFrameBits(wireBits(this.#overhead, arena.frameBytesMax));
    this.#loss = options.loss ?? null;
    const size = options.queue;
    this.#hasRing = size === undefined;
    this.#waitingFramesMax = size?.unit === "packets" ? size.count : Number.POSITIVE_INFINITY;
    this.#waitingBytesMax = size?.unit === "bytes" ? size.count : Number.POSITIVE_INFINITY;
  }

  /** Counters of the frames settled so far; `settle` first to have them up to a time. */
  counters(): DirectionCounters {
    return {
      frames: this.#frames,
      bytes: this.#bytes,
      lostFrames: this.#lostFrames,
      queueDropsFrames: this.#queueDropsFrames,
    };
  }

  /** See Port.send. */
  send(timeNs: Nanoseconds, slot: number, length: number): boolean {
    if (length < ETHERNET_HEADER_BYTES || length > this.#arena.frameBytesMax) {
      fail(`Cannot send a frame of ${length} bytes`);
    }
    if (this.#stopped) fail("Cannot send a frame while the transmit ring is full");
    if (this.#closed) {
      this.#arena.release(slot);
      return false;
    }
    this.#passStarted(timeNs);
    const wire = this.#wire;
    const waits = wire.endNs > timeNs;
    if (
      waits &&
      (this.#tail - this.#waiting >= this.#waitingFramesMax ||
        this.#waitingBytes + length > this.#waitingBytesMax)
    ) {
      this.#queueDropsFrames++;
      this.#arena.release(slot);
      return false;
    }
    wire.place(timeNs, wireBits(this.#overhead, length));
    this.#push(slot, length, wire.startNs, wire.endNs + this.delayNs);
    return waits && this.#hasRing && this.#stopWhenFull();
  }

  /** Settles the frames that started before `timeNs`. */
  settle(timeNs: Nanoseconds): void {
    while (this.#unsettled !== this.#tail) {
      if (this.#starts[this.#unsettled & this.#mask]! >= timeNs) return;
      this.#settleNext();
    }
  }

  /** The end of the run: frames that did not start before are forgotten, nothing arrives. */
  close(timeNs: Nanoseconds): void {
    this.settle(timeNs);
    this.#queue.cancel(this.#arrival);
    for (; this.#head !== this.#tail; this.#head++) {
      this.#arena.release(this.#slots[this.#head & this.#mask]!);
    }
    this.#unsettled = this.#tail;
    this.#closed = true;
  }

  /** Moves the mark of waiting frames past those that have started at `timeNs`. */
  #passStarted(timeNs: Nanoseconds): void {
    const tail = this.#tail;
    const mask = this.#mask;
    let waiting = this.#waiting;
    while (waiting !== tail && this.#starts[waiting & mask]! <= timeNs) {
      this.#waitingBytes -= Math.abs(this.#lengths[waiting & mask]!);
      waiting++;
    }
    this.#waiting = waiting;
  }

  #push(slot: number, length: number, startNs: Nanoseconds, arrivalNs: Nanoseconds): void {
    if (this.#tail - this.#head > this.#mask) this.#grow();
    const at = this.#tail & this.#mask;
    this.#slots[at] = slot;
    this.#lengths[at] = length;
    this.#starts[at] = startNs;
    this.#arrivals[at] = arrivalNs;
    this.#waitingBytes += length;
    if (this.#tail === this.#head) this.#queue.schedule(this.#arrival, arrivalNs);
    this.#tail++;
  }

  /**
   * As under BQL: stops when the waiting frames exceed the larger of 2 frames and 1 ms, or fill the
   * ring; wakes when the first of them starts. The frame pushed last waits.
   */
  #stopWhenFull(): boolean {
    const frames = this.#tail - this.#waiting;
    if (frames <= RING_FRAMES_MIN) return false;
    const nextStartNs = this.#starts[this.#waiting & this.#mask]!;
    if (frames < RING_FRAMES_MAX && this.#wire.endNs - nextStartNs <= RING_TIME_NS) return false;
    this.#stopped = true;
    this.#queue.schedule(this.#wakeUp, nextStartNs);
    return true;
  }

  #wake(timeNs: Nanoseconds): void | Promise<void> {
    this.#stopped = false;
    return this.sender?.wake(timeNs);
  }

  #arrive(timeNs: Nanoseconds): void | Promise<void> {
    if (this.#unsettled === this.#head) this.#settleNext();
    const at = this.#head & this.#mask;
    const slot = this.#slots[at]!;
    const length = this.#lengths[at]!;
    this.#head++;
    if (this.#head !== this.#tail) {
      this.#queue.schedule(this.#arrival, this.#arrivals[this.#head & this.#mask]!);
    }
    if (length < 0 || this.receiver === null) {
      this.#arena.release(slot);
      return undefined;
    }
    for (let i = 0; i < this.arrivalObservers.length; i++) {
      this.arrivalObservers[i]!.observe(timeNs, slot, length);
    }
    return this.receiver.receive(timeNs, slot, length);
  }

  #settleNext(): void {
    const at = this.#unsettled++ & this.#mask;
    const slot = this.#slots[at]!;
    const length = this.#lengths[at]!;
    const startNs = this.#starts[at]!;
    this.#frames++;
    this.#bytes += length;
    this.#arena.memory.fold(this.state, slot, length, startNs);
    if (this.#loss?.isLost(startNs, slot, length) === true) {
      this.#lostFrames++;
      this.#lengths[at] = -length;
    }
    for (let i = 0; i < this.startObservers.length; i++) {
      this.startObservers[i]!.observe(startNs, slot, length);
    }
  }

  /** Doubles the FIFO. Nothing before `head` is looked at any more: `send` has passed it. */
  #grow(): void {
    const from = this.#mask;
    const mask = 2 * from + 1;
    const slots = new Int32Array(mask + 1);
    const lengths = new Int32Array(mask + 1);
    const starts = new Float64Array(mask + 1);
    const arrivals = new Float64Array(mask + 1);
    for (let i = this.#head; i !== this.#tail; i++) {
      slots[i & mask] = this.#slots[i & from]!;
      lengths[i & mask] = this.#lengths[i & from]!;
      starts[i & mask] = this.#starts[i & from]!;
      arrivals[i & mask] = this.#arrivals[i & from]!;
    }
    this.#mask = mask;
    this.#slots = slots;
    this.#lengths = lengths;
    this.#starts = starts;
    this.#arrivals = arrivals;
  }
}
