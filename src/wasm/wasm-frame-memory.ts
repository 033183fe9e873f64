// SPDX-License-Identifier: MIT
/** A `FrameMemory` on a wasm memory; its arithmetic is ports/linux/bridge/frames.wat. */
import type { FrameMemory } from "../net/frame-memory.ts";
import type { Nanoseconds } from "../sim/time.ts";
import { createMemory, instantiate, type Memory, type Module, WASM_PAGE_BYTES } from "./engine.ts";

/** 2 GiB: offsets stay in 31 bits. */
const MAXIMUM_PAGES = 32768;

/** Exports of frames.wat. */
interface FramesModule {
  hash(slot: number, length: number): void;
  fold(state: number, slot: number, length: number, startNs: number): void;
}

export class WasmFrameMemory implements FrameMemory {
  readonly memory: Memory;
  readonly #functions: FramesModule;

  constructor(framesModule: Module) {
    this.memory = createMemory(1, MAXIMUM_PAGES);
    const imports = { a: { memory: this.memory } };
    this.#functions = instantiate(framesModule, imports) as unknown as FramesModule;
  }

  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  grow(bytes: number): void {
    this.memory.grow(bytes / WASM_PAGE_BYTES);
  }

  hash(slot: number, length: number): void {
    this.#functions.hash(slot, length);
  }

  fold(state: number, slot: number, length: number, startNs: Nanoseconds): void {
    this.#functions.fold(state, slot, length, startNs);
  }
}
