// SPDX-License-Identifier: MIT
// The operand stack as the second walk follows it, and which locals are known to hold an address
// that was checked. Only what is certain on every path counts; the walk never looks back.
//
// A local's version is the number of its assignments so far in the order of the text. A fact is
// "this version of this local is a valid address". Facts are kept on a trail, so that those of
// a branch can be taken back where branches join: at a label only the facts remain that were
// there at the first branch to it.
import { ADDRESS_MIN } from "./address-space.ts";
import { Op } from "./opcodes.ts";

/** What an operand is known to be, where it is no copy of a local. */
export const Known = {
  /** Nothing. */
  nothing: -1,
  /** A constant; its value stands beside it. */
  constant: -2,
  /** An address that cannot be null. */
  valid: -3,
  /** An address in the function's stack frame. */
  frame: -4,
} as const;

const NO_BRANCH = Number.POSITIVE_INFINITY;

/** An open block. */
export interface Control {
  readonly op: number;
  /** Operands below the block's own. */
  readonly height: number;
  readonly params: number;
  readonly results: number;
  /** Length of the trail at the block's start. */
  readonly mark: number;
  /** Facts that hold wherever the block's label is reached from, as a length of the trail. */
  joinMark: number;
  /** Whether the walk stands behind an instruction that never ends. */
  dead: boolean;
}

/** Operands, open blocks and facts of one function. */
export class Operands {
  /** Local that an operand is a copy of, or one of `Known`. */
  private sources: Int32Array = new Int32Array(64);
  /** Version of that local, or a constant's value. */
  private values: Int32Array = new Int32Array(64);
  private height = 0;
  /** Largest number of operands so far. */
  heightMax = 0;
  readonly controls: Control[] = [];
  private readonly versions: Int32Array;
  private readonly facts: Int32Array;
  private readonly trail: number[] = [];

  /**
   * @param locals number of locals, parameters included.
   * @param results number of the function's results.
   */
  constructor(locals: number, results: number) {
    this.versions = new Int32Array(locals).fill(1);
    this.facts = new Int32Array(locals);
    this.openBlock(Op.block, 0, results);
  }

  private top(): Control {
    return this.controls[this.controls.length - 1]!;
  }

  push(source: number, value: number): void {
    if (this.height === this.sources.length) this.grow();
    this.sources[this.height] = source;
    this.values[this.height++] = value;
    if (this.height > this.heightMax) this.heightMax = this.height;
  }

  private grow(): void {
    const sources = new Int32Array(this.height * 2);
    const values = new Int32Array(this.height * 2);
    sources.set(this.sources);
    values.set(this.values);
    this.sources = sources;
    this.values = values;
  }

  pushUnknown(count: number): void {
    for (let i = 0; i < count; i++) this.push(Known.nothing, 0);
  }

  /** Takes operands off; behind dead code there may be fewer. */
  pop(count: number): void {
    this.height = Math.max(this.height - count, this.top().height);
  }

  pushLocal(local: number): void {
    this.push(local, this.versions[local]!);
  }

  /** The operand `depth` below the top: local or `Known`. */
  source(depth: number): number {
    const at = this.height - 1 - depth;
    if (at < this.top().height) return Known.nothing;
    const source = this.sources[at]!;
    const stale = source >= 0 && this.values[at] !== this.versions[source];
    return stale ? Known.nothing : source;
  }

  /** Value of the constant `depth` below the top. */
  constant(depth: number): number {
    return this.values[this.height - 1 - depth]!;
  }

  /** Whether the operand `depth` below the top is a valid address, or an index into one. */
  isValid(depth: number): boolean {
    const source = this.source(depth);
    if (source >= 0) return this.isValidLocal(source);
    return source === Known.constant ? this.constant(depth) >= ADDRESS_MIN : source <= Known.valid;
  }

  isValidLocal(local: number): boolean {
    return this.facts[local] === this.versions[local];
  }

  /** Notes that the present value of a local is a valid address. */
  setValid(local: number): void {
    this.setFact(local, this.versions[local]!);
  }

  private setFact(local: number, version: number): void {
    this.trail.push(local, this.facts[local]!);
    this.facts[local] = version;
  }

  /** `local.set`, or with `keep` `local.tee`. */
  assign(local: number, keep: boolean): void {
    const valid = this.isValid(0);
    this.pop(1);
    this.versions[local] = this.versions[local]! + 1;
    if (valid) this.setValid(local);
    if (keep) this.pushLocal(local);
  }

  /** Opens a block; its parameters are on the stack. */
  openBlock(op: number, params: number, results: number): void {
    const height = this.controls.length > 0 ? this.height - params : 0;
    this.controls.push({
      op,
      height: Math.max(height, this.controls.at(-1)?.height ?? 0),
      params,
      results,
      mark: this.trail.length,
      joinMark: NO_BRANCH,
      dead: false,
    });
  }

  /** A loop's start: what the loop assigns may differ in the next round. */
  forget(locals: Iterable<number>): void {
    for (const local of locals) if (this.isValidLocal(local)) this.setFact(local, 0);
  }

  /** A branch to the block `depth` levels out. */
  branch(depth: number): void {
    const target = this.controls[this.controls.length - 1 - depth];
    if (!target || target.op === Op.loop) return;
    target.joinMark = Math.min(target.joinMark, this.trail.length);
  }

  /** Behind an instruction that never ends. */
  setDead(): void {
    this.height = this.top().height;
    this.top().dead = true;
  }

  /** `else` or a catch: the block's start again, with `params` operands of this arm. */
  nextArm(op: number, params: number): void {
    const control = this.top();
    if (op !== Op.else || !control.dead) this.join(control, control.mark);
    this.undo(control.mark);
    this.height = control.height;
    this.pushUnknown(params);
    this.controls[this.controls.length - 1] = { ...control, op, dead: false };
  }

  /** The end of the innermost block. Returns it. */
  closeBlock(): Control {
    const control = this.controls.pop()!;
    // An `if` without `else` goes on with what was known at its start.
    if (control.op === Op.if) this.join(control, control.mark);
    if (control.joinMark !== NO_BRANCH) this.undo(control.joinMark);
    this.height = control.height;
    if (this.controls.length > 0) this.pushUnknown(control.results);
    return control;
  }

  private join(control: Control, mark: number): void {
    control.joinMark = Math.min(control.joinMark, mark);
  }

  /** Takes facts back; labels outside that were reached with them lose them too. */
  private undo(length: number): void {
    if (this.trail.length <= length) return;
    while (this.trail.length > length) {
      const fact = this.trail.pop()!;
      this.facts[this.trail.pop()!] = fact;
    }
    for (const control of this.controls) {
      if (control.joinMark !== NO_BRANCH && control.joinMark > length) control.joinMark = length;
    }
  }
}
