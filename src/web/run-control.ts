// SPDX-License-Identifier: MIT
/**
 * The memory that the page and the engine's worker share: the stop word, and where the engine is.
 * Where a page may not share memory (it is not cross-origin isolated), each side has its own: the
 * page then sees no progress, and ends a run by ending its worker.
 *
 * Layout, in 32-bit words: 0 stop (1: end the run); 1 index of the host that runs, -1 none; 2 pid
 * of its current task. In 64-bit floats: 2 virtual time in ns; 3 events.
 */
import type { Progress } from "../scenario/engine/machine.ts";

const STOP = 0;
const HOST = 1;
const PID = 2;
const VIRTUAL_NS = 2;
const EVENTS = 3;
const BYTES = 32;

/** Where the engine is, as the page reads it. */
export interface Whereabouts {
  /** Index of the host in the order of declaration; -1: none. */
  readonly hostIndex: number;
  readonly pid: number;
  readonly virtualNs: number;
  readonly events: number;
}

export class RunControl implements Progress {
  /** What the worker is given. */
  readonly block: ArrayBufferLike;
  readonly #words: Int32Array;
  readonly #floats: Float64Array;

  constructor(block: ArrayBufferLike = makeBlock()) {
    this.block = block;
    this.#words = new Int32Array(block, 0, 4);
    this.#floats = new Float64Array(block, 0, 4);
  }

  get shared(): boolean {
    return !(this.block instanceof ArrayBuffer);
  }

  get stopped(): boolean {
    return this.#words[STOP] !== 0;
  }

  /** Ends the run at the next event. */
  stop(): void {
    this.#words[STOP] = 1;
  }

  at(virtualNs: number, events: number): void {
    this.#floats[VIRTUAL_NS] = virtualNs;
    this.#floats[EVENTS] = events;
  }

  running(hostIndex: number, pid: number): void {
    this.#words[HOST] = hostIndex;
    this.#words[PID] = pid;
  }

  whereabouts(): Whereabouts {
    return {
      hostIndex: this.#words[HOST] ?? -1,
      pid: this.#words[PID] ?? 0,
      virtualNs: this.#floats[VIRTUAL_NS] ?? 0,
      events: this.#floats[EVENTS] ?? 0,
    };
  }
}

function makeBlock(): ArrayBufferLike {
  const block = crossOriginIsolated ? new SharedArrayBuffer(BYTES) : new ArrayBuffer(BYTES);
  new Int32Array(block)[HOST] = -1;
  return block;
}
