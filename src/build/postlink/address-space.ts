// SPDX-License-Identifier: MIT
// The address space of a program, as its ABI fixes it.

/** Lowest address that can be valid; Linux calls it vm.mmap_min_addr. */
export const ADDRESS_MIN = 65536;

/** Lowest value of the main stack's pointer; the room below takes the frames of leaf functions. */
export const STACK_LIMIT: number = ADDRESS_MIN + 16384;

/** Frames from this size on are checked in leaf functions too, in bytes. */
export const UNCHECKED_FRAME_MAX = 4096;

/** Largest memory of a program, in pages of 64 KiB: 1 GiB. */
export const MEMORY_PAGES_MAX = 16384;
