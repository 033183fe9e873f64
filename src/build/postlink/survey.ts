// SPDX-License-Identifier: MIT
// The first walk over the code: what must be known of a whole function before it is rewritten.
import { ByteReader } from "./byte-reader.ts";
import { skipImmediates } from "./instructions.ts";
import type { FunctionBody } from "./module.ts";
import { Op } from "./opcodes.ts";

/** What the first walk finds in one function. */
export interface Survey {
  /** Functions called directly, each once. */
  readonly callees: Set<number>;
  /** Whether it calls anything, through a pointer too. */
  calls: boolean;
  /** For each loop, in the order of the text, the locals that are set inside. */
  readonly loopSets: Set<number>[];
  /** Whether a branch leaves the function through its outermost label. */
  branchesToBody: boolean;
  /** Offset of the instruction that sets the stack pointer to itself less a constant, or -1. */
  staticLowering: number;
  /** That constant: the bytes of the function's frame. */
  frameBytes: number;
  /** Offsets of the other instructions that may lower the stack pointer. */
  readonly lowerings: Set<number>;
}

/** The last four instructions and their operands, newest first. */
class Recent {
  op1 = 0;
  op2 = 0;
  op3 = 0;
  op4 = 0;
  value1 = 0;
  value2 = 0;
  value3 = 0;
  value4 = 0;

  push(op: number, value: number): void {
    this.op4 = this.op3;
    this.value4 = this.value3;
    this.op3 = this.op2;
    this.value3 = this.value2;
    this.op2 = this.op1;
    this.value2 = this.value1;
    this.op1 = op;
    this.value1 = value;
  }

  /** The constant of `stack pointer - constant`, with or without a tee behind it; else 0. */
  frameBytes(stackPointer: number): number {
    if (this.op1 === Op.i32Sub) {
      return this.isFrame(this.op2, this.op3, this.value3, stackPointer) ? this.value2 : 0;
    }
    if (this.op1 !== Op.localTee || this.op2 !== Op.i32Sub) return 0;
    return this.isFrame(this.op3, this.op4, this.value4, stackPointer) ? this.value3 : 0;
  }

  private isFrame(size: number, base: number, global: number, stackPointer: number): boolean {
    return size === Op.i32Const && base === Op.globalGet && global === stackPointer;
  }
}

/** Walks one function after the other; an object of this class is used for a whole module. */
export class Surveyor {
  private readonly reader: ByteReader;
  private readonly stackPointer: number;
  private recent = new Recent();
  // One entry for each open block: the number of its loop, -1 for other blocks.
  private blocks: number[] = [];
  private loops: number[] = [];

  /** @param stackPointer index of the global, -1 if there is none. */
  constructor(bytes: Uint8Array, stackPointer: number) {
    this.reader = new ByteReader(bytes);
    this.stackPointer = stackPointer;
  }

  /** Surveys one body. */
  survey(body: FunctionBody): Survey {
    const { reader } = this;
    const found: Survey = {
      callees: new Set(),
      calls: false,
      loopSets: [],
      branchesToBody: false,
      staticLowering: -1,
      frameBytes: 0,
      lowerings: new Set(),
    };
    this.recent = new Recent();
    this.blocks = [];
    this.loops = [];
    reader.at = body.from;
    for (let groups = reader.u32(); groups > 0; groups--) {
      reader.skipNumber();
      reader.at++;
    }
    while (reader.at < body.to) this.instruction(found);
    return found;
  }

  private instruction(found: Survey): void {
    const { reader } = this;
    const at = reader.at;
    const op = reader.byte();
    let value = 0;
    switch (op) {
      case Op.block:
      case Op.if:
      case Op.try:
        reader.skipNumber();
        this.blocks.push(-1);
        break;
      case Op.tryTable:
        this.tryTable(found);
        break;
      case Op.loop:
        reader.skipNumber();
        this.blocks.push(found.loopSets.length);
        this.loops.push(found.loopSets.length);
        found.loopSets.push(new Set());
        break;
      case Op.delegate:
        reader.skipNumber();
        this.end(found);
        break;
      case Op.end:
        this.end(found);
        break;
      case Op.br:
      case Op.brIf:
        if (reader.u32() === this.blocks.length) found.branchesToBody = true;
        break;
      case Op.brTable:
        for (let count = reader.u32(); count >= 0; count--) {
          if (reader.u32() === this.blocks.length) found.branchesToBody = true;
        }
        break;
      case Op.call:
      case Op.returnCall:
        found.calls = true;
        found.callees.add(reader.u32());
        break;
      case Op.callIndirect:
      case Op.returnCallIndirect:
        found.calls = true;
        skipImmediates(reader, op);
        break;
      case Op.localSet:
      case Op.localTee:
        value = reader.u32();
        if (this.loops.length > 0) found.loopSets[this.loops.at(-1)!]?.add(value);
        break;
      case Op.globalGet:
        value = reader.u32();
        break;
      case Op.i32Const:
        value = reader.s32();
        break;
      case Op.globalSet:
        if (reader.u32() === this.stackPointer) this.stackPointerSet(found, at);
        break;
      default:
        skipImmediates(reader, op);
    }
    this.recent.push(op, value);
  }

  private tryTable(found: Survey): void {
    const { reader } = this;
    reader.skipNumber();
    for (let count = reader.u32(); count > 0; count--) {
      if (reader.byte() < 2) reader.skipNumber();
      if (reader.u32() === this.blocks.length) found.branchesToBody = true;
    }
    this.blocks.push(-1);
  }

  private end(found: Survey): void {
    const loop = this.blocks.pop();
    if (loop === undefined || loop < 0) return;
    this.loops.pop();
    const outer = this.loops.at(-1);
    if (outer === undefined) return;
    for (const local of found.loopSets[loop] ?? []) found.loopSets[outer]?.add(local);
  }

  private stackPointerSet(found: Survey, at: number): void {
    // Every function ends with stack pointer + frame; only the other sets can lower it.
    if (this.recent.op1 === Op.i32Add) return;
    const bytes = this.recent.frameBytes(this.stackPointer);
    if (bytes > 0 && found.staticLowering < 0 && this.blocks.length === 0) {
      found.staticLowering = at;
      found.frameBytes = bytes;
    } else {
      found.lowerings.add(at);
    }
  }
}
