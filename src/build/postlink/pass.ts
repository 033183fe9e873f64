// SPDX-License-Identifier: MIT
// What a pass is. Each pass says for each function what it does at the places the second walk
// stops at; a pass knows nothing of the others, the rewriter lets them write one after the other.
import type { BodyRewriter } from "./body-rewriter.ts";
import type { Survey } from "./survey.ts";

/** A function that is about to be rewritten. */
export interface FunctionToRewrite {
  /** Function index, imports included. */
  readonly index: number;
  /** Name from the name section, empty if it has none. */
  readonly name: string;
  /** A function of libc or Asyncify that stands below what the passes check. */
  readonly keep: boolean;
  readonly survey: Survey;
}

/** What one pass does in one function. Operands are those in front of the instruction. */
export interface BodyPass {
  /**
   * In front of a load, store or atomic access to memory 0.
   *
   * @param at offset of the instruction.
   * @param offset static offset in bytes.
   * @param above value types of the operands above the address, lowest first.
   */
  access?(body: BodyRewriter, at: number, offset: number, above: readonly number[]): void;
  /** In front of memory.init, memory.copy or memory.fill, a number of `BulkOp`. */
  bulk?(body: BodyRewriter, at: number, op: number): void;
  /** Behind a `global.set`; `at` is its offset, `end` the next instruction's. */
  globalSet?(body: BodyRewriter, at: number, end: number, global: number): void;
  /** In front of a direct call of `callee`. */
  call?(body: BodyRewriter, at: number, callee: number): void;
  /** Writes what runs first. It is called last, when the function's locals are known. */
  prologue?(body: BodyRewriter): void;
  /** Writes what runs in front of every return. */
  leave?(body: BodyRewriter): void;
}

/** A change to the whole module. */
export interface Pass {
  /** What the pass does in this function, undefined for nothing. */
  forFunction(target: FunctionToRewrite): BodyPass | undefined;
}
