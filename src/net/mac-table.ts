// SPDX-License-Identifier: MIT
/**
 * What a switch has learned: MAC addresses, the port of each and when it was last heard. Open
 * addressing on typed arrays, so that a lookup makes no object. An address is two numbers: its
 * first 16 bits and its last 32.
 */
import type { Nanoseconds } from "../sim/time.ts";

const ENTRIES_MIN = 64;
/** More addresses than this are not learned, as in hardware; frames to them are flooded. */
const ENTRIES_MAX = 0x1_0000;
const EMPTY = -1;

export class MacTable {
  readonly #ageingNs: Nanoseconds;
  #capacity = ENTRIES_MIN;
  #count = 0;
  #high = new Uint16Array(ENTRIES_MIN);
  #low = new Uint32Array(ENTRIES_MIN);
  #ports = new Int32Array(ENTRIES_MIN).fill(EMPTY);
  #heardNs = new Float64Array(ENTRIES_MIN);

  /** An entry is forgotten when it was not heard for longer than `ageingNs`. */
  constructor(ageingNs: Nanoseconds) {
    this.#ageingNs = ageingNs;
  }

  learn(timeNs: Nanoseconds, high: number, low: number, port: number): void {
    let at = this.#find(high, low);
    if (this.#ports[at] === EMPTY) {
      if (2 * (this.#count + 1) > this.#capacity) {
        this.#rebuild(timeNs);
        if (this.#count >= ENTRIES_MAX) return;
        at = this.#find(high, low);
      }
      this.#count++;
      this.#high[at] = high;
      this.#low[at] = low;
    }
    this.#ports[at] = port;
    this.#heardNs[at] = timeNs;
  }

  /** The port of an address, -1 when it is not known. */
  lookup(timeNs: Nanoseconds, high: number, low: number): number {
    const at = this.#find(high, low);
    const port = this.#ports[at]!;
    return port !== EMPTY && timeNs - this.#heardNs[at]! <= this.#ageingNs ? port : EMPTY;
  }

  /** The place of an address, or the empty one where it would go. */
  #find(high: number, low: number): number {
    const mask = this.#capacity - 1;
    let at = (Math.imul(low ^ (high << 7), 0x9e3779b1) >>> 8) & mask;
    while (this.#ports[at] !== EMPTY && (this.#low[at] !== low || this.#high[at] !== high)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Forgets what is too old and makes room for as many again as are left. */
  #rebuild(timeNs: Nanoseconds): void {
    const [high, low, ports, heardNs] = [this.#high, this.#low, this.#ports, this.#heardNs];
    const kept: number[] = [];
    for (let at = 0; at < ports.length; at++) {
      if (ports[at] !== EMPTY && timeNs - heardNs[at]! <= this.#ageingNs) kept.push(at);
    }
    this.#capacity = ENTRIES_MIN;
    while (this.#capacity < 4 * kept.length) this.#capacity *= 2;
    this.#count = kept.length;
    this.#high = new Uint16Array(this.#capacity);
    this.#low = new Uint32Array(this.#capacity);
    this.#ports = new Int32Array(this.#capacity).fill(EMPTY);
    this.#heardNs = new Float64Array(this.#capacity);
    for (const old of kept) {
      const at = this.#find(high[old]!, low[old]!);
      this.#high[at] = high[old]!;
      this.#low[at] = low[old]!;
      this.#ports[at] = ports[old]!;
      this.#heardNs[at] = heardNs[old]!;
    }
  }
}
