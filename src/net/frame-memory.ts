// SPDX-License-Identifier: MIT
/**
 * Where frames live: one memory for each worker, cut into slots of one size.
 *
 * A slot is named by the byte offset of its frame's first byte. The 8 bytes before it hold the
 * hash of the frame's bytes, written by whoever writes the frame. In front of all slots stands an
 * area of 64-bit states, one for each link direction, into which frames are folded as they leave.
 *
 *     0                        slots of a power of two, each: hash (8) | frame (mtu + 18) | unused
 *     | states, 8 bytes each | .......
 *
 * A frame is copied when it enters this memory and when it leaves it, never between: a slot is
 * handed on from device to link to device, and whoever has it releases it.
 */
import { fail } from "../sim/assertion.ts";
import type { Nanoseconds } from "../sim/time.ts";

/**
 * The memory and the arithmetic on it that is too slow outside of wasm. Both hashes are made of
 * XXH64 (Yann Collet, XXH64 of the xxHash specification 0.8), numbers are little endian.
 */
export interface FrameMemory {
  /** Another object after `grow`. */
  readonly buffer: ArrayBuffer;
  /** Adds `bytes`, a multiple of 65536, of zeros at the end. Throws when there is no more. */
  grow(bytes: number): void;
  /** Writes the XXH64 (seed 0) of the frame's bytes into the 8 bytes before the slot. */
  hash(slot: number, length: number): void;
  /**
   * Folds a frame into the 64-bit state at byte offset `state`: one XXH64 round
   * `state = rotl(state + value * PRIME64_2, 31) * PRIME64_1` for each of start (i64), length (u64)
   * and the hash before the slot.
   */
  fold(state: number, slot: number, length: number, startNs: Nanoseconds): void;
}

export interface ArenaOptions {
  /** Largest MTU of any interface, in bytes. */
  readonly mtuMax: number;
  /** How many states `newState` may hand out. */
  readonly states: number;
}

/** Bytes of the hash before a frame. */
export const FRAME_HASH_BYTES = 8;
/** What a frame may have beside its packet: Ethernet header and one VLAN tag. */
export const FRAME_HEADER_BYTES = 18;
/** Offsets stay in 31 bits, which V8 keeps unboxed. */
const ARENA_BYTES_MAX = 0x8000_0000;
const PAGE_BYTES = 0x1_0000;
const SLOT_BYTES_MIN = 2048;
const GROWTH_BYTES_MIN = 0x10_0000;
const GROWTH_BYTES_MAX = 0x400_0000;

/** The slots of one FrameMemory. */
export class FrameArena {
  readonly memory: FrameMemory;
  /** Longest frame that fits, in bytes. */
  readonly frameBytesMax: number;
  /** The whole memory. Another object after a slot was allocated: read it anew each time. */
  view: Uint8Array<ArrayBuffer>;
  /** Slots that someone has. */
  slotsInUse = 0;

  #slotBytes: number;
  #states: number;
  #statesUsed = 0;
  /** Byte offset up to which slots have been made. */
  #end: number;
  #free = new Int32Array(0);
  #freeCount = 0;
  #slots = 0;

  constructor(memory: FrameMemory, { mtuMax, states }: ArenaOptions) {
    const needed = FRAME_HASH_BYTES + mtuMax + FRAME_HEADER_BYTES;
    let slotBytes = SLOT_BYTES_MIN;
    while (slotBytes < needed) slotBytes *= 2;
    this.memory = memory;
    this.frameBytesMax = mtuMax + FRAME_HEADER_BYTES;
    this.#slotBytes = slotBytes;
    this.#states = states;
    this.#end = roundUp(states * 8, slotBytes);
    this.view = new Uint8Array(memory.buffer);
    if (this.view.length < this.#end) this.#growBy(roundUp(this.#end, PAGE_BYTES));
    this.#makeSlots();
  }

  /** A slot whose content is undefined. */
  allocate(): number {
    if (this.#freeCount === 0) this.#grow();
    this.slotsInUse++;
    return this.#free[--this.#freeCount]!;
  }

  release(slot: number): void {
    this.slotsInUse--;
    this.#free[this.#freeCount++] = slot;
  }

  /** A new slot with the same frame and hash. */
  copy(slot: number, length: number): number {
    const copied = this.allocate();
    const from = slot - FRAME_HASH_BYTES;
    this.view.copyWithin(copied - FRAME_HASH_BYTES, from, slot + length);
    return copied;
  }

  /** The byte offset of a 64-bit state, zero at first. */
  newState(): number {
    if (this.#statesUsed === this.#states) fail(`Cannot make state ${this.#states + 1} of frames`);
    return 8 * this.#statesUsed++;
  }

  /** A copy of a state's 8 bytes. */
  readState(state: number): Uint8Array {
    return this.view.slice(state, state + 8);
  }

  #grow(): void {
    const size = this.view.length;
    const bytes = roundUp(Math.min(Math.max(size, GROWTH_BYTES_MIN), GROWTH_BYTES_MAX), PAGE_BYTES);
    if (size + bytes > ARENA_BYTES_MAX) {
      throw new RangeError(
        `Cannot hold more frames: ${this.slotsInUse} are queued or under way, 2 GiB of them`,
      );
    }
    this.#growBy(bytes);
    this.#makeSlots();
  }

  #growBy(bytes: number): void {
    this.memory.grow(bytes);
    this.view = new Uint8Array(this.memory.buffer);
  }

  /** Makes free slots of all memory that has none yet; lower ones are handed out first. */
  #makeSlots(): void {
    const start = this.#end;
    const made = Math.floor((this.view.length - start) / this.#slotBytes);
    this.#slots += made;
    const free = new Int32Array(this.#slots);
    free.set(this.#free.subarray(0, this.#freeCount));
    for (let i = made - 1; i >= 0; i--) {
      free[this.#freeCount++] = start + i * this.#slotBytes + FRAME_HASH_BYTES;
    }
    this.#free = free;
    this.#end = start + made * this.#slotBytes;
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
