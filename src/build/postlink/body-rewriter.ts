// SPDX-License-Identifier: MIT
// The second walk over one function: copies its code in ranges, follows the operand stack and
// stops where a pass may write something.
//
// All checks of a function share one place where they trap: the body stands in a block that a
// failed check leaves by `br_if` with the address. That takes 9 to 15 bytes a check against 15 to
// 22 for a call of its own. With `exactPlace` each check has its own call, so that the trap's
// offset leads to the line in the source.

import type { ModuleAdditions } from "./additions.ts";
import { ByteReader } from "./byte-reader.ts";
import { walkInstruction } from "./instruction-walk.ts";
import { InstructionWriter } from "./instruction-writer.ts";
import type { FunctionBody, FunctionType, WasmModule } from "./module.ts";
import { I32, NO_RESULT, Op } from "./opcodes.ts";
import { Operands } from "./operands.ts";
import type { BodyPass, FunctionToRewrite } from "./pass.ts";

/** What the rewriter needs of the module it works in. */
export interface RewriteContext {
  readonly module: WasmModule;
  readonly additions: ModuleAdditions;
  /** Function that keeps an address and traps. */
  readonly fault: number;
  /** Each check traps at a place of its own. */
  readonly exactPlace: boolean;
  /** Globals that hold an address of the stack or of thread-local storage, -1 for none. */
  readonly stackPointer: number;
  readonly tlsBase: number;
}

/** A rewritten function. */
export interface RewrittenBody {
  readonly code: Uint8Array;
  /** Pairs: offset in `code`, offset in the linked module, one for each copied range. */
  readonly ranges: number[];
}

/** One function being rewritten. */
export class BodyRewriter {
  readonly context: RewriteContext;
  readonly target: FunctionToRewrite;
  readonly type: FunctionType;
  readonly reader: ByteReader;
  readonly operands: Operands;
  readonly passes: readonly BodyPass[];
  /** Where the passes write. */
  out: InstructionWriter = new InstructionWriter(1024);
  /** Bytes that the locals take in a stack frame of the engine. */
  localBytes = 0;
  /** Loops met so far. */
  loopsSeen = 0;
  private readonly body: FunctionBody;
  private readonly localsFrom: number;
  private readonly localsTo: number;
  private readonly localGroups: number;
  private localCount: number;
  private readonly extraLocals: number[] = [];
  private readonly scratchLocals = new Map<number, number>();
  private copied: number;
  private readonly ranges: number[] = [];
  private readonly wrapsBody: boolean;
  private inPrologue = false;
  private faults = false;

  constructor(
    context: RewriteContext,
    target: FunctionToRewrite,
    body: FunctionBody,
    passes: readonly BodyPass[],
  ) {
    const { module } = context;
    this.context = context;
    this.target = target;
    this.body = body;
    this.passes = passes;
    const type = module.types[module.functionTypes[target.index] ?? -1];
    if (!type) throw new Error(`Cannot rewrite function ${target.index}: it has no type`);
    this.type = type;
    this.reader = new ByteReader(module.bytes, body.from);
    this.localGroups = this.reader.u32();
    this.localsFrom = this.reader.at;
    this.localCount = type.params.length;
    for (const param of type.params) this.localBytes += param === 0x7b ? 16 : 8;
    for (let group = 0; group < this.localGroups; group++) {
      const count = this.reader.u32();
      this.localCount += count;
      this.localBytes += count * (this.reader.byte() === 0x7b ? 16 : 8);
    }
    this.localsTo = this.copied = this.reader.at;
    this.operands = new Operands(this.localCount, type.results.length);
    this.wrapsBody =
      target.survey.branchesToBody || passes.some((pass) => pass.leave !== undefined);
  }

  /** A new local of value type `type`. */
  newLocal(type: number): number {
    this.extraLocals.push(type);
    this.localBytes += type === 0x7b ? 16 : 8;
    return this.localCount++;
  }

  /** A local for the time of one check; `slot` tells apart those that are needed together. */
  scratch(type: number, slot = 0): number {
    const key = type * 16 + slot;
    let local = this.scratchLocals.get(key);
    if (local === undefined) {
      local = this.newLocal(type);
      this.scratchLocals.set(key, local);
    }
    return local;
  }

  /** Copies the linked code up to `at`; what is written next stands in front of that. */
  copyTo(at: number): void {
    if (at <= this.copied) return;
    this.ranges.push(this.out.length, this.copied);
    this.out.copy(this.context.module.bytes, this.copied, at);
    this.copied = at;
  }

  /**
   * Traps when the condition that `condition` writes is not 0. An address must have been put on
   * the operand stack with `faultAddress` first.
   *
   * @param address writes an instruction that pushes the address.
   * @param keep the address below the condition stays on the operand stack.
   */
  faultIf(address: () => void, condition: () => void, keep = false): void {
    this.faults = true;
    const { out, context } = this;
    if (context.exactPlace) {
      condition();
      out.byte(Op.if).byte(NO_RESULT);
      address();
      out.call(context.fault).byte(Op.unreachable).byte(Op.end);
      return;
    }
    if (!keep) address();
    condition();
    const open = this.inPrologue ? 0 : this.operands.controls.length - (this.wrapsBody ? 0 : 1);
    out.byte(Op.brIf).u32(open);
    if (!keep) out.byte(Op.drop);
  }

  /** Calls what each pass writes in front of a return. */
  leave(at: number): void {
    if (!this.passes.some((pass) => pass.leave !== undefined)) return;
    this.copyTo(at);
    for (const pass of this.passes) pass.leave?.(this);
  }

  /** Rewrites the function. */
  rewrite(): RewrittenBody {
    while (this.reader.at < this.body.to) walkInstruction(this);
    return this.finish();
  }

  /** The function's last `end`, at `at`. */
  lastEnd(at: number): void {
    this.copyTo(at);
    if (this.wrapsBody) this.out.byte(Op.end);
    for (const pass of this.passes) pass.leave?.(this);
    this.copied = this.body.to;
  }

  private writeBlock(out: InstructionWriter): void {
    const { results } = this.type;
    out.byte(Op.block);
    if (results.length === 0) out.byte(NO_RESULT);
    else if (results.length === 1) out.byte(results[0]!);
    else out.s32(this.context.additions.type([], results));
  }

  private writePrologue(): InstructionWriter {
    const body = this.out;
    const prologue = new InstructionWriter(64);
    this.out = prologue;
    this.inPrologue = true;
    for (const pass of this.passes) pass.prologue?.(this);
    this.inPrologue = false;
    this.out = body;
    if (this.wrapsBody) this.writeBlock(prologue);
    return prologue;
  }

  private finish(): RewrittenBody {
    const prologue = this.writePrologue();
    const { context, ranges } = this;
    const code = new InstructionWriter(this.out.length + 64);
    code.u32(this.localGroups + this.extraLocals.length);
    code.copy(context.module.bytes, this.localsFrom, this.localsTo);
    for (const type of this.extraLocals) code.u32(1).byte(type);
    const shared = this.faults && !context.exactPlace;
    if (shared) code.byte(Op.block).byte(I32);
    code.append(prologue.view());
    for (let i = 0; i < ranges.length; i += 2) ranges[i] = ranges[i]! + code.length;
    code.append(this.out.view());
    if (shared) {
      code.byte(Op.return).byte(Op.end).call(context.fault).byte(Op.unreachable);
    }
    code.byte(Op.end);
    return { code: code.view(), ranges };
  }
}
