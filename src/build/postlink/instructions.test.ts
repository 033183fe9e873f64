// SPDX-License-Identifier: MIT
// The tables of operands and lengths against the engine: an instruction is valid with exactly one
// number of operands, so a function that gives and drops what the table says is valid or the
// table is wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import {
  atomicOperandCount,
  bulkOperandCount,
  operandCounts,
  skipImmediates,
  vectorOperandCount,
} from "./instructions.ts";
import { F32, F64, I32, I64, Op, V128 } from "./opcodes.ts";

const FUNCREF = 0x70;
const valueTypes = [I32, I64, F32, F64, V128, FUNCREF];

function section(out: ByteWriter, id: number, contents: readonly number[]): void {
  out.byte(id).u32(contents.length).append(contents);
}

/** A module with one function of this body, and one of everything that instructions can name. */
function moduleWith(locals: readonly number[], code: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [locals.length, ...locals.flatMap((type) => [1, type]), ...code, Op.end];
  const size = new ByteWriter().u32(body.length).view();
  const out = new ByteWriter().append([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  section(out, 1, [1, 0x60, 0, 0]);
  section(out, 3, [1, 0]);
  section(out, 4, [1, FUNCREF, 0, 1]);
  section(out, 5, [1, 0, 1]);
  section(out, 6, [1, I32, 1, Op.i32Const, 0, Op.end]);
  section(out, 9, [1, 1, 0, 1, 0]);
  section(out, 12, [1]);
  section(out, 10, [1, ...size, ...body]);
  section(out, 11, [1, 1, 0]);
  return out.view();
}

function choices(count: number): number[][] {
  if (count === 0) return [[]];
  return choices(count - 1).flatMap((rest) => valueTypes.map((type) => [...rest, type]));
}

/** Whether some types of operands make the instruction valid with these counts. */
function isValid(instruction: readonly number[], taken: number, left: number): boolean {
  const drops = Array.from({ length: left }, () => Op.drop as number);
  return choices(taken).some((types) => {
    const gets = types.flatMap((_, i) => [Op.localGet, i]);
    return WebAssembly.validate(moduleWith(types, [...gets, ...instruction, ...drops]));
  });
}

const immediates: readonly (readonly number[])[] = [
  [],
  [0],
  [0, 0],
  ...[1, 2, 3, 4].map((align) => [align, 0]),
  [0, 0, 0],
  [FUNCREF],
  [1, I32],
  [0, 0, 0, 0],
  Array.from({ length: 8 }, () => 0),
  Array.from({ length: 16 }, () => 0),
];

/** Compares one instruction with the tables; false if the engine does not know it. */
function compare(opcode: readonly number[], counts: number): boolean {
  const forms = immediates.map((bytes) => [...opcode, ...bytes]);
  const [taken, left] = [counts >> 2, counts & 3];
  const form = forms.find((bytes) => isValid(bytes, taken, left));
  if (form === undefined) {
    const other = forms.some((bytes) =>
      [0, 1, 2, 3].some((a) => [0, 1].some((b) => isValid(bytes, a, b))),
    );
    assert.ok(!other, `instruction ${opcode.join()}: not ${taken} operands and ${left} results`);
    return false;
  }
  const reader = new ByteReader(Uint8Array.from(form), 1);
  skipImmediates(reader, opcode[0]!);
  assert.equal(reader.at, form.length, `instruction ${opcode.join()}: length`);
  return true;
}

function known(opcodes: readonly (readonly number[])[], counts: (op: number) => number): number {
  return opcodes.filter((opcode) => compare(opcode, counts(opcode.at(-1)!))).length;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("operands and lengths of plain instructions", () => {
  const opcodes = range(0x1a, 0xc4).filter((op) => op < 0x20 || op > 0x24);
  const plain = opcodes.filter((op) => op !== Op.tryTable).map((op) => [op]);
  assert.equal(
    known(plain, (op) => operandCounts[op]!),
    162,
  );
});

test("operands and lengths of bulk memory and table instructions", () => {
  assert.equal(
    known(
      range(0, 17).map((op) => [Op.prefixBulk, op]),
      bulkOperandCount,
    ),
    18,
  );
});

test("operands and lengths of atomic instructions", () => {
  const opcodes = range(0, 0x4e).map((op) => [Op.prefixAtomic, op]);
  assert.equal(known(opcodes, atomicOperandCount), 67);
});

test("operands and lengths of vector instructions", () => {
  let found = 0;
  for (const op of range(0, 0x114)) {
    const opcode = [Op.prefixVector, ...new ByteWriter().u32(op).view()];
    if (compare(opcode, vectorOperandCount(op))) found++;
  }
  assert.equal(found, 256);
});
