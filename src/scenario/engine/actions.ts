// SPDX-License-Identifier: MIT
/**
 * What a scenario has written down for a time: one source of the event queue, whose acts run in the
 * order of their times and, at one time, in the order in which they were added.
 */
import type { EventQueue, EventSource } from "../../sim/events.ts";

interface Act {
  readonly atNs: number;
  run(): void;
}

export class Actions {
  readonly #queue: EventQueue;
  readonly #source: EventSource;
  #acts: Act[] = [];
  #next = 0;

  constructor(queue: EventQueue) {
    this.#queue = queue;
    this.#source = queue.register("action", () => this.#runDue());
  }

  /** Before `begin`. */
  add(atNs: number, run: () => void): void {
    this.#acts.push({ atNs, run });
  }

  /** After the queue is sealed. */
  begin(): void {
    this.#acts = this.#acts.toSorted((a, b) => a.atNs - b.atNs);
    this.#scheduleNext();
  }

  /** Whether something is still to be done. */
  get outstanding(): boolean {
    return this.#next < this.#acts.length;
  }

  #runDue(): void {
    for (;;) {
      const act = this.#acts[this.#next];
      if (act === undefined || act.atNs > this.#queue.nowNs) break;
      this.#next++;
      act.run();
    }
    this.#scheduleNext();
  }

  #scheduleNext(): void {
    const act = this.#acts[this.#next];
    if (act !== undefined) this.#queue.schedule(this.#source, act.atNs);
  }
}
