// SPDX-License-Identifier: MIT
/**
 * Views of a kernel's memory. It never grows (its size is fixed when it is made), so the views
 * stay.
 */
import { createMemory, type Memory, WASM_PAGE_BYTES } from "../wasm/engine.ts";

const WORD = 2 ** 32;

export class KernelMemory {
  readonly memory: Memory;
  readonly bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;
  #nowIndex = 0;
  #horizonIndex = 0;

  /** @throws RangeError: the machine has no room */
  constructor(sizeBytes: number) {
    const pages = Math.ceil(sizeBytes / WASM_PAGE_BYTES);
    this.memory = createMemory(pages, pages);
    this.bytes = new Uint8Array(this.memory.buffer);
    this.#words = new Uint32Array(this.memory.buffer);
    this.#doubles = new Float64Array(this.memory.buffer);
  }

  /** Where the kernel keeps its clock (u64) and the horizon (f64): addresses, multiples of 8. */
  locate(now_ptr: number, horizon_ptr: number): void {
    this.#nowIndex = now_ptr >>> 2;
    this.#horizonIndex = horizon_ptr >>> 3;
  }

  get now(): number {
    const low = this.#words[this.#nowIndex] ?? 0;
    return low + (this.#words[this.#nowIndex + 1] ?? 0) * WORD;
  }

  set now(kernelNs: number) {
    this.#words[this.#nowIndex] = kernelNs >>> 0;
    this.#words[this.#nowIndex + 1] = Math.floor(kernelNs / WORD);
  }

  /** The kernel's own calls may not reach this time without asking. */
  set horizon(kernelNs: number) {
    this.#doubles[this.#horizonIndex] = kernelNs;
  }

  /** A view, valid until the kernel changes those bytes. */
  view(address: number, length: number): Uint8Array {
    return this.bytes.subarray(address >>> 0, (address >>> 0) + length);
  }

  /** Copies at most `room` bytes to an address; how many. */
  put(address: number, room: number, content: Uint8Array): number {
    const length = Math.min(room, content.length);
    this.bytes.set(
      length === content.length ? content : content.subarray(0, length),
      address >>> 0,
    );
    return length;
  }
}
