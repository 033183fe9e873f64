// SPDX-License-Identifier: MIT
// One step of the second walk: reads an instruction, lets the passes write and follows what the
// instruction does to the operands.
import type { BodyRewriter } from "./body-rewriter.ts";
import type { ByteReader } from "./byte-reader.ts";
import {
  atomicOperandCount,
  bulkOperandCount,
  type OperandCount,
  operandCounts,
  skipImmediates,
  vectorOperandCount,
} from "./instructions.ts";
import { BulkOp, F32, F64, I32, I64, NO_RESULT, Op, V128 } from "./opcodes.ts";
import { Known } from "./operands.ts";

/** Reads and handles the instruction the rewriter's reader stands at. */
export function walkInstruction(body: BodyRewriter): void {
  const { reader } = body;
  const at = reader.at;
  const op = reader.byte();
  if (op < Op.drop || op === Op.tryTable) control(body, at, op);
  else if (op >= Op.localGet && op <= Op.globalSet) variable(body, at, op);
  else if (op >= Op.i32Load && op <= Op.i64Store32) memoryAccess(body, at, op);
  else if (op === Op.i32Const) body.operands.push(Known.constant, reader.s32());
  else if (op === Op.i32Add || op === Op.i32Sub || op === Op.i32And) arithmetic(body, op);
  else if (op >= Op.prefixBulk) prefixed(body, at, op);
  else {
    skipImmediates(reader, op);
    apply(body, operandCounts[op]!);
  }
}

function apply(body: BodyRewriter, count: OperandCount): void {
  body.operands.pop(count >> 2);
  body.operands.pushUnknown(count & 3);
}

function control(body: BodyRewriter, at: number, op: number): void {
  const { operands, reader } = body;
  switch (op) {
    case Op.block:
    case Op.loop:
    case Op.if:
    case Op.try:
    case Op.tryTable:
      return openBlock(body, op);
    case Op.else:
      return operands.nextArm(op, operands.controls.at(-1)?.params ?? 0);
    case Op.catch:
    case Op.catchAll:
      return openCatch(body, op);
    case Op.end:
      operands.closeBlock();
      if (operands.controls.length === 0) body.lastEnd(at);
      return;
    case Op.delegate:
      reader.skipNumber();
      operands.closeBlock();
      return;
    case Op.brIf:
      operands.pop(1);
      return operands.branch(reader.u32());
    case Op.br:
      operands.branch(reader.u32());
      return operands.setDead();
    case Op.brTable:
      for (let count = reader.u32(); count >= 0; count--) operands.branch(reader.u32());
      return operands.setDead();
    case Op.call:
    case Op.returnCall:
    case Op.callIndirect:
    case Op.returnCallIndirect:
      return call(body, at, op);
    case Op.return:
      body.leave(at);
      return operands.setDead();
    case Op.unreachable:
    case Op.throw:
    case Op.rethrow:
    case Op.throwRef:
      skipImmediates(reader, op);
      return operands.setDead();
    case 0x01:
      return;
    default:
      throw new Error(`Cannot rewrite function ${body.target.index}: opcode 0x${op.toString(16)}`);
  }
}

/** Numbers of parameters and results of the block type at the reader. */
function blockType(body: BodyRewriter): { params: number; results: number } {
  const first = body.reader.bytes[body.reader.at]!;
  if (first >= NO_RESULT && first < 0x80) {
    body.reader.at++;
    return { params: 0, results: first === NO_RESULT ? 0 : 1 };
  }
  const type = body.context.module.types[body.reader.s32()];
  return { params: type?.params.length ?? 0, results: type?.results.length ?? 0 };
}

function openBlock(body: BodyRewriter, op: number): void {
  const { operands, reader } = body;
  const { params, results } = blockType(body);
  if (op === Op.if) operands.pop(1);
  if (op === Op.tryTable) catchClauses(body, reader);
  operands.openBlock(op, params, results);
  if (op === Op.loop) operands.forget(body.target.survey.loopSets[body.loopsSeen++] ?? []);
}

function catchClauses(body: BodyRewriter, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    if (reader.byte() < 2) reader.skipNumber();
    body.operands.branch(reader.u32());
  }
}

function openCatch(body: BodyRewriter, op: number): void {
  const { module } = body.context;
  let params = 0;
  if (op === Op.catch) {
    const type = module.types[module.tagTypes[body.reader.u32()] ?? -1];
    params = type?.params.length ?? 0;
  }
  body.operands.nextArm(op, params);
}

function call(body: BodyRewriter, at: number, op: number): void {
  const { operands, reader } = body;
  const { module } = body.context;
  const indirect = op === Op.callIndirect || op === Op.returnCallIndirect;
  const index = reader.u32();
  if (indirect) {
    reader.skipNumber();
  } else {
    for (const pass of body.passes) pass.call?.(body, at, index);
  }
  const { params, results } = module.types[indirect ? index : module.functionTypes[index]!]!;
  operands.pop(params.length + (indirect ? 1 : 0));
  if (op === Op.call || op === Op.callIndirect) return operands.pushUnknown(results.length);
  body.leave(at);
  operands.setDead();
}

function variable(body: BodyRewriter, at: number, op: number): void {
  const { operands, reader, context } = body;
  const index = reader.u32();
  switch (op) {
    case Op.localGet:
      return operands.pushLocal(index);
    case Op.localSet:
    case Op.localTee:
      return operands.assign(index, op === Op.localTee);
    case Op.globalGet:
      if (index === context.stackPointer) operands.push(Known.frame, 0);
      else operands.push(index === context.tlsBase ? Known.valid : Known.nothing, 0);
      return;
    default:
      operands.pop(1);
      for (const pass of body.passes) pass.globalSet?.(body, at, reader.at, index);
  }
}

function isOffset(body: BodyRewriter, depth: number): boolean {
  const { operands } = body;
  return operands.source(depth) === Known.constant && operands.constant(depth) >= 0;
}

function isAlignment(body: BodyRewriter): boolean {
  const { operands } = body;
  return operands.source(0) === Known.constant && operands.constant(0) < 0;
}

// A constant further along from a valid address is valid: what was accessed lies below 1 GiB, so
// the sum cannot come round to 0. An index added to a pointer is not: compilers write one pointer
// as another one plus their distance, and then the pointer may be in either operand.
function arithmetic(body: BodyRewriter, op: number): void {
  const { operands } = body;
  const frame = operands.source(1) === Known.frame;
  let known: number = Known.nothing;
  if (op === Op.i32Add) {
    if (operands.isValid(1) && isOffset(body, 0)) known = frame ? Known.frame : Known.valid;
    else if (operands.isValid(0) && isOffset(body, 1)) known = Known.valid;
  } else if (frame && (op === Op.i32Sub ? isOffset(body, 0) : isAlignment(body))) {
    known = Known.frame;
  }
  operands.pop(2);
  operands.push(known, 0);
}

const storeTypes: readonly number[] = [I32, I64, F32, F64, I32, I32, I64, I64, I64];
const nothingAbove: readonly number[] = [];
const oneAbove = new Map([I32, I64, F32, F64, V128].map((type) => [type, [type]]));
const above = (type: number): readonly number[] => oneAbove.get(type) ?? nothingAbove;

function memoryAccess(body: BodyRewriter, at: number, op: number): void {
  const isStore = op >= Op.i32Store;
  accessHooks(body, at, isStore ? above(storeTypes[op - Op.i32Store]!) : nothingAbove);
  body.operands.pop(isStore ? 2 : 1);
  if (!isStore) body.operands.pushUnknown(1);
}

function accessHooks(body: BodyRewriter, at: number, valuesAbove: readonly number[]): void {
  const { reader } = body;
  const memory = reader.u32() & 0x40 ? reader.u32() : 0;
  const offset = reader.u32();
  if (memory !== 0) return;
  for (const pass of body.passes) pass.access?.(body, at, offset, valuesAbove);
}

function prefixed(body: BodyRewriter, at: number, prefix: number): void {
  const { reader } = body;
  const behindPrefix = reader.at;
  const op = reader.u32();
  if (prefix === Op.prefixBulk) {
    const bulk = op === BulkOp.memoryInit || op === BulkOp.memoryCopy || op === BulkOp.memoryFill;
    if (bulk) for (const pass of body.passes) pass.bulk?.(body, at, op);
    apply(body, bulkOperandCount(op));
  } else if (prefix === Op.prefixVector) {
    if (op <= 10 || op === 92 || op === 93) accessHooks(body, at, nothingAbove);
    else if (op === 11 || (op >= 84 && op <= 91)) accessHooks(body, at, above(V128));
    apply(body, vectorOperandCount(op));
  } else {
    if (op !== 3) accessHooks(body, at, atomicOperands(op));
    apply(body, atomicOperandCount(op));
  }
  reader.at = behindPrefix;
  skipImmediates(reader, prefix);
}

const atomicPairs = new Map([I32, I64].map((type) => [type, [type, type]]));
const wait32: readonly number[] = [I32, I64];
const wait64: readonly number[] = [I64, I64];

/** Value types of an atomic instruction's operands above the address. */
function atomicOperands(op: number): readonly number[] {
  if (op === 0) return above(I32);
  if (op === 1) return wait32;
  if (op === 2) return wait64;
  if (op <= 0x16) return nothingAbove;
  // Groups of seven: i32, i64, i32 of 8 and 16 bits, i64 of 8, 16 and 32 bits.
  const inGroup = (op - 0x17) % 7;
  const type = inGroup === 0 || inGroup === 2 || inGroup === 3 ? I32 : I64;
  return op >= 0x48 ? (atomicPairs.get(type) ?? nothingAbove) : above(type);
}
