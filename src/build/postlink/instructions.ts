// SPDX-License-Identifier: MIT
// How long an instruction is and how many operands it takes and leaves, for all that clang 19
// emits for wasm32 (MVP, sign extension, bulk memory, tail calls, SIMD with its relaxed part,
// atomics, exceptions in both forms). Control and calls, whose operands depend on a type, are
// counted where they are walked. Source: WebAssembly core specification, "Instructions".
import type { ByteReader } from "./byte-reader.ts";
import { Op } from "./opcodes.ts";

/** Steps over the alignment, memory number and offset of a memory access. */
function skipMemoryArgument(reader: ByteReader): void {
  if (reader.u32() & 0x40) reader.skipNumber();
  reader.skipNumber();
}

function skipNumbers(reader: ByteReader, count: number): void {
  for (let i = 0; i < count; i++) reader.skipNumber();
}

function skipCatchClauses(reader: ByteReader): void {
  reader.skipNumber();
  for (let count = reader.u32(); count > 0; count--) {
    const kind = reader.byte();
    skipNumbers(reader, kind < 2 ? 2 : 1);
  }
}

function skipBulk(reader: ByteReader): void {
  const op = reader.u32();
  if (op < 8) return;
  skipNumbers(reader, op === 8 || op === 10 || op === 12 || op === 14 ? 2 : 1);
}

function skipVector(reader: ByteReader): void {
  const op = reader.u32();
  if (op <= 11 || op === 92 || op === 93) return skipMemoryArgument(reader);
  if (op === 12 || op === 13) reader.at += 16;
  else if (op >= 21 && op <= 34) reader.at += 1;
  else if (op >= 84 && op <= 91) {
    skipMemoryArgument(reader);
    reader.at += 1;
  }
}

function skipAtomic(reader: ByteReader): void {
  if (reader.u32() === 3) reader.at += 1;
  else skipMemoryArgument(reader);
}

/** Number of LEB128 numbers that follow an opcode of one byte; 15 where it is not that simple. */
const immediateNumbers: Uint8Array = new Uint8Array(256);
for (const op of [0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15]) {
  immediateNumbers[op] = 1;
}
for (const op of [0x18, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0]) {
  immediateNumbers[op] = 1;
}
immediateNumbers[Op.refFunc] = 1;
immediateNumbers[Op.callIndirect] = 2;
immediateNumbers[Op.returnCallIndirect] = 2;
for (const op of [0x0e, 0x1c, 0x1f, 0x43, 0x44, 0xfc, 0xfd, 0xfe]) immediateNumbers[op] = 15;
for (let op = Op.i32Load; op <= Op.i64Store32; op++) immediateNumbers[op] = 15;

/** Steps from just behind the opcode's first byte to the next instruction. */
export function skipImmediates(reader: ByteReader, op: number): void {
  const count = immediateNumbers[op]!;
  if (count === 0) return;
  if (count < 15) return skipNumbers(reader, count);
  switch (op) {
    case Op.brTable:
      return skipNumbers(reader, reader.u32() + 1);
    case Op.selectTyped:
      return skipNumbers(reader, reader.u32());
    case Op.tryTable:
      return skipCatchClauses(reader);
    case Op.f32Const:
      reader.at += 4;
      return;
    case Op.f64Const:
      reader.at += 8;
      return;
    case Op.prefixBulk:
      return skipBulk(reader);
    case Op.prefixVector:
      return skipVector(reader);
    case Op.prefixAtomic:
      return skipAtomic(reader);
    default:
      return skipMemoryArgument(reader);
  }
}

/** Operands taken and left: taken * 4 + left. */
export type OperandCount = number;
const counts = (taken: number, left: number): OperandCount => taken * 4 + left;

/** Opcodes of one byte without control, calls and prefixes. */
export const operandCounts: Uint8Array = new Uint8Array(256);
for (const [first, last, taken, left] of [
  [0x1a, 0x1a, 1, 0],
  [0x1b, 0x1c, 3, 1],
  [0x20, 0x20, 0, 1],
  [0x21, 0x21, 1, 0],
  [0x22, 0x22, 1, 1],
  [0x23, 0x23, 0, 1],
  [0x24, 0x24, 1, 0],
  [0x25, 0x25, 1, 1],
  [0x26, 0x26, 2, 0],
  [0x28, 0x35, 1, 1],
  [0x36, 0x3e, 2, 0],
  [0x3f, 0x3f, 0, 1],
  [0x40, 0x40, 1, 1],
  [0x41, 0x44, 0, 1],
  [0x45, 0x45, 1, 1],
  [0x46, 0x4f, 2, 1],
  [0x50, 0x50, 1, 1],
  [0x51, 0x66, 2, 1],
  [0x67, 0x69, 1, 1],
  [0x6a, 0x78, 2, 1],
  [0x79, 0x7b, 1, 1],
  [0x7c, 0x8a, 2, 1],
  [0x8b, 0x91, 1, 1],
  [0x92, 0x98, 2, 1],
  [0x99, 0x9f, 1, 1],
  [0xa0, 0xa6, 2, 1],
  [0xa7, 0xc4, 1, 1],
  [0xd0, 0xd0, 0, 1],
  [0xd1, 0xd1, 1, 1],
  [0xd2, 0xd2, 0, 1],
] as const) {
  operandCounts.fill(counts(taken, left), first, last + 1);
}

/** Instructions behind 0xFC. */
export function bulkOperandCount(op: number): OperandCount {
  if (op < 8) return counts(1, 1);
  if (op === 9 || op === 13) return counts(0, 0);
  if (op === 15) return counts(2, 1);
  if (op === 16) return counts(0, 1);
  return counts(3, 0);
}

// Unary operations of the SIMD instructions from 77 (v128.not) on, one line each shape.
const vectorUnary = new Set([
  77, 83, 94, 95, 103, 104, 105, 106, 116, 117, 122, 148, 96, 97, 98, 99, 100, 124, 125, 126, 127,
  128, 129, 131, 132, 135, 136, 137, 138, 160, 161, 163, 164, 167, 168, 169, 170, 192, 193, 195,
  196, 199, 200, 201, 202, 224, 225, 227, 236, 237, 239, 248, 249, 250, 251, 252, 253, 254, 255,
  257, 258, 259, 260,
]);
// Bitselect and the relaxed multiply-add, laneselect and dot-add.
const vectorTernary = new Set([82, 261, 262, 263, 264, 265, 266, 267, 268, 275]);

/** Instructions behind 0xFD. */
export function vectorOperandCount(op: number): OperandCount {
  if (op <= 10 || op === 92 || op === 93) return counts(1, 1);
  if (op === 11 || (op >= 88 && op <= 91)) return counts(2, 0);
  if (op === 12) return counts(0, 1);
  if (op >= 84 && op <= 87) return counts(2, 1);
  if (op >= 15 && op <= 20) return counts(1, 1);
  if (op >= 21 && op <= 34) return vectorLaneOperandCount(op);
  if (vectorUnary.has(op)) return counts(1, 1);
  return vectorTernary.has(op) ? counts(3, 1) : counts(2, 1);
}

// extract_lane takes the vector, replace_lane a value too: 23, 26, 28, 30, 32 and 34 replace.
function vectorLaneOperandCount(op: number): OperandCount {
  const replaces = op === 23 || (op >= 26 && op % 2 === 0);
  return replaces ? counts(2, 1) : counts(1, 1);
}

/** Instructions behind 0xFE. */
export function atomicOperandCount(op: number): OperandCount {
  if (op === 0) return counts(2, 1);
  if (op === 1 || op === 2) return counts(3, 1);
  if (op === 3) return counts(0, 0);
  if (op >= 0x10 && op <= 0x16) return counts(1, 1);
  if (op >= 0x17 && op <= 0x1d) return counts(2, 0);
  return op >= 0x48 ? counts(3, 1) : counts(2, 1);
}
