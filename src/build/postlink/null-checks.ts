// SPDX-License-Identifier: MIT
// Makes null pointers fatal, as an unmapped first page does: in front of an access its address is
// compared with `ADDRESS_MIN`. What an address is compared with is the pointer without the
// instruction's static offset, and that is also the address a fault reports.
//
// Left out: an access whose static offset is `ADDRESS_MIN` or more (a compiler puts a global's
// address there, the operand is an index), addresses in the stack frame, and locals that were
// checked on every path. Not found: null plus a distance of `ADDRESS_MIN` or more.
import { ADDRESS_MIN } from "./address-space.ts";
import type { BodyRewriter } from "./body-rewriter.ts";
import { BulkOp, I32, Op } from "./opcodes.ts";
import { Known } from "./operands.ts";
import type { BodyPass, FunctionToRewrite, Pass } from "./pass.ts";
import type { NullCheckStatistics } from "./statistics.ts";

/** The pass. Numbers are added to `statistics`. */
export class NullChecks implements Pass, BodyPass {
  private readonly statistics: NullCheckStatistics;

  constructor(statistics: NullCheckStatistics) {
    this.statistics = statistics;
  }

  forFunction(target: FunctionToRewrite): BodyPass | undefined {
    return target.keep ? undefined : this;
  }

  access(body: BodyRewriter, at: number, offset: number, above: readonly number[]): void {
    const { operands } = body;
    const depth = above.length;
    const source = operands.source(depth);
    if (offset >= ADDRESS_MIN) {
      this.statistics.indexed++;
    } else if (source === Known.constant) {
      this.constantAddress(body, at, (operands.constant(depth) >>> 0) + offset);
    } else if (operands.isValid(depth)) {
      this.statistics.known++;
    } else {
      this.statistics.checked++;
      body.copyTo(at);
      if (source >= 0) checkLocal(body, source, depth === 0);
      else checkOperand(body, above);
    }
  }

  private constantAddress(body: BodyRewriter, at: number, address: number): void {
    this.statistics.constant++;
    if (address >= ADDRESS_MIN) return;
    body.copyTo(at);
    body.out.i32Const(address).call(body.context.fault).byte(Op.unreachable);
  }

  bulk(body: BodyRewriter, at: number, op: number): void {
    const { operands } = body;
    const checksSource = op === BulkOp.memoryCopy && !operands.isValid(1);
    const checksTarget = !operands.isValid(2);
    if (!checksSource && !checksTarget) {
      this.statistics.known++;
      return;
    }
    this.statistics.checked++;
    body.copyTo(at);
    const [target, source, length] = [
      body.scratch(I32, 1),
      body.scratch(I32, 2),
      body.scratch(I32),
    ];
    body.out.localSet(length).localSet(source).localSet(target);
    if (checksTarget) checkRange(body, target, length);
    if (checksSource) checkRange(body, source, length);
    body.out.localGet(target).localGet(source).localGet(length);
  }
}

function belowLimit(body: BodyRewriter, local: number): void {
  body.out.localGet(local).i32Const(ADDRESS_MIN).byte(Op.i32LtU);
}

function checkLocal(body: BodyRewriter, local: number, onTop: boolean): void {
  body.faultIf(
    () => body.out.localGet(local),
    () => belowLimit(body, local),
    onTop,
  );
  body.operands.setValid(local);
}

/** Checks an address that is in no local: `above` are the operands on top of it. */
function checkOperand(body: BodyRewriter, above: readonly number[]): void {
  const { out } = body;
  const address = body.scratch(I32);
  const saved = above.map((type, i) => body.scratch(type, i + 1));
  for (const local of saved.toReversed()) out.localSet(local);
  out.localTee(address);
  body.faultIf(
    () => out.localGet(address),
    () => belowLimit(body, address),
    true,
  );
  for (const local of saved) out.localGet(local);
}

/** Checks one end of a copy. A copy of no bytes never faults, as on Linux. */
function checkRange(body: BodyRewriter, address: number, length: number): void {
  body.faultIf(
    () => body.out.localGet(address),
    () => {
      belowLimit(body, address);
      body.out.localGet(length).i32Const(0).byte(Op.i32Ne).byte(Op.i32And);
    },
  );
}
