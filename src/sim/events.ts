// SPDX-License-Identifier: MIT
/**
 * The event queue: it owns virtual time and runs what happens next.
 *
 * Each source of events has one entry at most and an id, assigned kind by kind in the order of
 * EVENT_KINDS and then by order of registration. The order of events is (time, id), a total order
 * that does not depend on when something was scheduled, so the result does not depend on how the
 * work was cut up.
 *
 * An indexed 4-ary heap on typed arrays: no closure and no object for an event, a source that is
 * scheduled again moves its entry. While a handler runs its source has no entry; the vacant root
 * is filled by the next `schedule`, which is mostly the same source again.
 *
 * It does not know hosts or links, and it never looks at the machine's clock.
 *
 * @example
 * const queue = new EventQueue();
 * const tick = queue.register("action", (timeNs) => {
 *   if (timeNs < 3000) queue.schedule(tick, timeNs + 1000);
 * });
 * queue.seal();
 * queue.schedule(tick, 0);
 * await queue.run({ until: 10_000 }); // "limit"; nowNs is 10000, executed is 4
 */
import { assert, fail } from "./assertion.ts";
import { assertTime, MAX_TIME_NS, type Nanoseconds } from "./time.ts";

/** The kinds of sources in the order in which they come at one instant. */
export const EVENT_KINDS = [
  "action",
  "linkDirection",
  "transmitWake",
  "hostTimer",
  "controlMessage",
  "continuingTask",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** What a source does at its time. A promise is awaited before the next event. */
export type EventHandler = (timeNs: Nanoseconds) => void | Promise<void>;

/** The handle of a source. */
export class EventSource {
  readonly kind: EventKind;
  readonly handler: EventHandler;
  /** Rank among events of one instant; -1 until the queue is sealed. */
  id = -1;

  constructor(kind: EventKind, handler: EventHandler) {
    this.kind = kind;
    this.handler = handler;
  }
}

/** A host that runs: it may advance its own clock as long as it stays before the horizon. */
export interface HorizonListener {
  horizonChanged(horizonNs: Nanoseconds): void;
}

export interface RunOptions {
  /** Events before this time are run; time then stands at it. Default: no limit. */
  readonly until?: Nanoseconds;
  /** Asked before each event; true ends the run. */
  readonly stop?: () => boolean;
}

/** "limit": time reached `until` or `stopAt`; "empty": no source has an entry. */
export type RunEnd = "limit" | "stopped" | "empty";

export class EventQueue {
  /** Time of the event that runs, or ran last. A host that runs may be ahead of it. */
  nowNs: Nanoseconds = -MAX_TIME_NS;
  /** Events run so far. */
  executed = 0;

  #registered: EventSource[] = [];
  #sealed = false;
  #handlers: EventHandler[] = [];
  /** The heap: times and ids by position. */
  #times = new Float64Array(0);
  #ids = new Int32Array(0);
  /** Position in the heap by id, -1 without an entry. */
  #positions = new Int32Array(0);
  /** Positions in use, a vacant root included. */
  #size = 0;
  /** The root's entry has been taken and its place not been filled yet. */
  #vacant = false;
  #limitNs: Nanoseconds = Number.POSITIVE_INFINITY;
  #running: HorizonListener | null = null;
  #toldNs: Nanoseconds = Number.NaN;

  /** Adds a source. Only before `seal`. */
  register(kind: EventKind, handler: EventHandler): EventSource {
    assert(!this.#sealed, `Cannot register a source of kind '${kind}': the queue is sealed`);
    const source = new EventSource(kind, handler);
    this.#registered.push(source);
    return source;
  }

  /** Fixes the ids of all sources. Nothing can be scheduled before. */
  seal(): void {
    assert(!this.#sealed, "Cannot seal the event queue twice");
    for (const kind of EVENT_KINDS) {
      for (const source of this.#registered) {
        if (source.kind !== kind) continue;
        source.id = this.#handlers.length;
        this.#handlers.push(source.handler);
      }
    }
    const sources = this.#handlers.length;
    this.#registered = [];
    this.#times = new Float64Array(sources);
    this.#ids = new Int32Array(sources);
    this.#positions = new Int32Array(sources).fill(-1);
    this.#sealed = true;
  }

  /** Gives a source its entry at `timeNs`, or moves the one it has. Not before `nowNs`. */
  schedule(source: EventSource, timeNs: Nanoseconds): void {
    if (!(timeNs >= this.nowNs && timeNs <= MAX_TIME_NS) || Math.floor(timeNs) !== timeNs) {
      this.#refuse(source, timeNs);
    }
    const id = source.id;
    let at = this.#positions[id];
    if (at === undefined) fail(`Cannot schedule a source of kind '${source.kind}' before seal()`);
    if (at < 0) {
      if (this.#vacant) {
        this.#vacant = false;
        this.#siftDown(0, timeNs, id);
      } else {
        this.#siftUp(this.#size++, timeNs, id);
      }
    } else {
      if (this.#vacant) {
        this.#fillVacancy();
        at = this.#positions[id]!;
      }
      if (timeNs < this.#times[at]!) this.#siftUp(at, timeNs, id);
      else this.#siftDown(at, timeNs, id);
    }
    if (this.#running !== null) this.#tellHorizon(this.#running);
  }

  /** Takes a source's entry away, if it has one. */
  cancel(source: EventSource): void {
    const id = source.id;
    if (!(this.#positions[id]! >= 0)) return;
    if (this.#vacant) this.#fillVacancy();
    const at = this.#positions[id]!;
    this.#positions[id] = -1;
    const last = --this.#size;
    if (at !== last) {
      const timeNs = this.#times[last]!;
      const moved = this.#ids[last]!;
      const parent = (at - 1) >> 2;
      if (at > 0 && this.#isBefore(timeNs, moved, parent)) this.#siftUp(at, timeNs, moved);
      else this.#siftDown(at, timeNs, moved);
    }
    if (this.#running !== null) this.#tellHorizon(this.#running);
  }

  isScheduled(source: EventSource): boolean {
    return this.#positions[source.id]! >= 0;
  }

  /** Time of the earliest entry; infinite without one. */
  nextTime(): Nanoseconds {
    if (this.#vacant) this.#fillVacancy();
    return this.#size > 0 ? this.#times[0]! : Number.POSITIVE_INFINITY;
  }

  /** Whoever runs now may do what happens before this time: the next entry or the run's limit. */
  horizon(): Nanoseconds {
    const nextNs = this.nextTime();
    return nextNs < this.#limitNs ? nextNs : this.#limitNs;
  }

  get running(): HorizonListener | null {
    return this.#running;
  }

  /**
   * The host that runs in the present event. It is told the horizon at once and at each change,
   * until the event's handler has finished, which ends its turn.
   */
  set running(listener: HorizonListener | null) {
    this.#running = listener;
    if (listener === null) return;
    this.#toldNs = Number.NaN;
    this.#tellHorizon(listener);
  }

  /** Lowers the limit of the run under way: nothing at or after `timeNs` happens in it. */
  stopAt(timeNs: Nanoseconds): void {
    assertTime(timeNs);
    if (timeNs >= this.#limitNs) return;
    this.#limitNs = timeNs;
    if (this.#running !== null) this.#tellHorizon(this.#running);
  }

  /**
   * Runs events in order. Everything happens on the caller's stack, except that a promise which a
   * handler returns is awaited. A handler's error ends the run and is thrown.
   */
  async run(options: RunOptions = {}): Promise<RunEnd> {
    assert(this.#sealed, "Cannot run the event queue before seal()");
    const { until, stop } = options;
    if (until !== undefined) assertTime(until);
    this.#limitNs = until ?? Number.POSITIVE_INFINITY;
    try {
      for (;;) {
        if (stop?.() === true) return "stopped";
        const timeNs = this.nextTime();
        if (timeNs >= this.#limitNs) {
          if (this.#limitNs === Number.POSITIVE_INFINITY) return "empty";
          if (this.#limitNs > this.nowNs) this.nowNs = this.#limitNs;
          return "limit";
        }
        this.nowNs = timeNs;
        this.executed++;
        const pending = this.#handlers[this.#takeRoot()]!(timeNs);
        if (pending !== undefined) await pending;
        this.#running = null;
      }
    } finally {
      this.#running = null;
      this.#limitNs = Number.POSITIVE_INFINITY;
    }
  }

  #refuse(source: EventSource, timeNs: Nanoseconds): never {
    fail(
      `Cannot schedule a source of kind '${source.kind}' at ${timeNs} ns: ` +
        `not a whole time between now (${this.nowNs} ns) and 2^53`,
    );
  }

  #tellHorizon(listener: HorizonListener): void {
    const horizonNs = this.horizon();
    if (horizonNs === this.#toldNs) return;
    this.#toldNs = horizonNs;
    listener.horizonChanged(horizonNs);
  }

  /** Removes the earliest entry, leaving its place vacant; its id. */
  #takeRoot(): number {
    const id = this.#ids[0]!;
    this.#positions[id] = -1;
    this.#vacant = true;
    return id;
  }

  #fillVacancy(): void {
    this.#vacant = false;
    const last = --this.#size;
    if (last > 0) this.#siftDown(0, this.#times[last]!, this.#ids[last]!);
  }

  #isBefore(timeNs: Nanoseconds, id: number, position: number): boolean {
    const other = this.#times[position]!;
    return timeNs < other || (timeNs === other && id < this.#ids[position]!);
  }

  /** Places an entry at `at` or above. */
  #siftUp(at: number, timeNs: Nanoseconds, id: number): void {
    const times = this.#times;
    const ids = this.#ids;
    const positions = this.#positions;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentNs = times[parent]!;
      const parentId = ids[parent]!;
      if (parentNs < timeNs || (parentNs === timeNs && parentId < id)) break;
      times[at] = parentNs;
      ids[at] = parentId;
      positions[parentId] = at;
      at = parent;
    }
    times[at] = timeNs;
    ids[at] = id;
    positions[id] = at;
  }

  /** Places an entry at `at` or below. */
  #siftDown(at: number, timeNs: Nanoseconds, id: number): void {
    const times = this.#times;
    const ids = this.#ids;
    const positions = this.#positions;
    const size = this.#size;
    for (;;) {
      let child = 4 * at + 1;
      if (child >= size) break;
      const end = child + 4 < size ? child + 4 : size;
      let least = child;
      let leastNs = times[child]!;
      for (child++; child < end; child++) {
        const childNs = times[child]!;
        if (childNs < leastNs || (childNs === leastNs && ids[child]! < ids[least]!)) {
          least = child;
          leastNs = childNs;
        }
      }
      const leastId = ids[least]!;
      if (timeNs < leastNs || (timeNs === leastNs && id < leastId)) break;
      times[at] = leastNs;
      ids[at] = leastId;
      positions[leastId] = at;
      at = least;
    }
    times[at] = timeNs;
    ids[at] = id;
    positions[id] = at;
  }
}
