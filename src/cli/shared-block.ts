// SPDX-License-Identifier: MIT
/**
 * The memory that the command's main thread and the engine's worker share: the stop word, where the
 * engine is, and standard input.
 *
 * Layout, in 32-bit words: 0 stop (1: end the run); 1 phase; 2 index of the host that runs, -1
 * none; 3 pid of its current task; 8 bytes of input wanted (0: no request); 9 bytes given, -1 while
 * none are; 10 number of requests; 11 output was lost (1). In 64-bit floats: 8 virtual time in ns;
 * 9 events. From byte 128: the bytes of standard input.
 */

import type { Progress } from "../scenario/engine/machine.ts";

const STOP = 0;
const PHASE = 1;
const HOST = 2;
const PID = 3;
const WANTED = 8;
const GIVEN = 9;
const REQUESTS = 10;
const LOST = 11;
const VIRTUAL_NS = 8;
const EVENTS = 9;
const INPUT_OFFSET = 128;
const INPUT_BYTES = 64 * 1024;
const STOP_CHECK_MS = 50;

/** What the worker does; the watchdog counts only while it simulates. */
export const PHASE_OF = { loading: 0, simulating: 1, ending: 2, writing: 3 } as const;

/** Where the engine is, as the main thread reads it. */
export interface Whereabouts {
  readonly phase: number;
  /** Index of the host in the order of declaration; -1: none. */
  readonly hostIndex: number;
  readonly pid: number;
  readonly virtualNs: number;
  readonly events: number;
  /** Virtual time stands still until standard input has something. */
  readonly waitsForInput: boolean;
}

export function makeSharedBlock(): SharedArrayBuffer {
  const block = new SharedArrayBuffer(INPUT_OFFSET + INPUT_BYTES);
  const words = new Int32Array(block, 0, 16);
  words[HOST] = -1;
  words[GIVEN] = -1;
  return block;
}

/** The worker's side: called by the engine between events and by a host that reads its input. */
export class EngineSide implements Progress {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #input: Uint8Array;

  constructor(block: SharedArrayBuffer) {
    this.#words = new Int32Array(block, 0, 16);
    this.#floats = new Float64Array(block, 0, 16);
    this.#input = new Uint8Array(block, INPUT_OFFSET, INPUT_BYTES);
  }

  /** True once the run is to end; asked between events. */
  get stopped(): boolean {
    return this.#words[STOP] !== 0;
  }

  /** Ends the run from inside. */
  stop(): void {
    this.#words[STOP] = 1;
  }

  /** Says that output of a program could not be passed on. */
  loseOutput(): void {
    Atomics.store(this.#words, LOST, 1);
  }

  /** Says what is done now; one of PHASE_OF. */
  enter(phase: number): void {
    Atomics.store(this.#words, PHASE, phase);
  }

  /** Says where the engine is. Plain stores: the reader tolerates an old value. */
  at(virtualNs: number, events: number): void {
    this.#floats[VIRTUAL_NS] = virtualNs;
    this.#floats[EVENTS] = events;
  }

  /** Says which host and task run from now on; -1: none. */
  running(hostIndex: number, pid: number): void {
    this.#words[HOST] = hostIndex;
    this.#words[PID] = pid;
  }

  /**
   * Up to `maxBytes` of the command's standard input; blocks this thread until there are some.
   * @returns an empty array at the end of the input, and when the run is to end
   */
  readInput(maxBytes: number): Uint8Array {
    if (maxBytes <= 0 || this.stopped) return new Uint8Array(0);
    const words = this.#words;
    Atomics.store(words, GIVEN, -1);
    Atomics.store(words, WANTED, Math.min(maxBytes, INPUT_BYTES));
    Atomics.add(words, REQUESTS, 1);
    Atomics.notify(words, REQUESTS);
    while (Atomics.load(words, GIVEN) === -1 && !this.stopped) {
      Atomics.wait(words, GIVEN, -1, STOP_CHECK_MS);
    }
    Atomics.store(words, WANTED, 0);
    return this.#input.slice(0, Math.max(0, Atomics.load(words, GIVEN)));
  }
}

/** The main thread's side. */
export class CommandSide {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #input: Uint8Array;

  constructor(block: SharedArrayBuffer) {
    this.#words = new Int32Array(block, 0, 16);
    this.#floats = new Float64Array(block, 0, 16);
    this.#input = new Uint8Array(block, INPUT_OFFSET, INPUT_BYTES);
  }

  get stopping(): boolean {
    return Atomics.load(this.#words, STOP) !== 0;
  }

  /** Ends the run at the next event; a host that waits for input reads its end. */
  stop(): void {
    Atomics.store(this.#words, STOP, 1);
    Atomics.notify(this.#words, GIVEN);
  }

  /** Whether output of a program could not be passed on, though there was a reader. */
  get outputLost(): boolean {
    return Atomics.load(this.#words, LOST) !== 0;
  }

  whereabouts(): Whereabouts {
    const words = this.#words;
    return {
      phase: Atomics.load(words, PHASE),
      hostIndex: words[HOST] ?? -1,
      pid: words[PID] ?? 0,
      virtualNs: this.#floats[VIRTUAL_NS] ?? 0,
      events: this.#floats[EVENTS] ?? 0,
      waitsForInput: this.#asked() > 0,
    };
  }

  #asked(): number {
    const wanted = Atomics.load(this.#words, WANTED);
    return Atomics.load(this.#words, GIVEN) === -1 ? wanted : 0;
  }

  /** Resolves to the number of bytes that a host waits for. */
  async requested(): Promise<number> {
    for (;;) {
      const seen = Atomics.load(this.#words, REQUESTS);
      const wanted = this.#asked();
      if (wanted > 0) return wanted;
      const waited = Atomics.waitAsync(this.#words, REQUESTS, seen);
      if (waited.async) await waited.value;
    }
  }

  /** Answers a request; nothing given is the end of the input. */
  give(bytes: Uint8Array): void {
    if (this.#asked() === 0) return;
    this.#input.set(bytes.subarray(0, INPUT_BYTES));
    Atomics.store(this.#words, GIVEN, bytes.length);
    Atomics.notify(this.#words, GIVEN);
  }
}
