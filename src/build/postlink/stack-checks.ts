// SPDX-License-Identifier: MIT
// Makes stack overflow clean: the stack pointer is compared with the thread's limit where it is
// lowered. Functions that are recursive by direct calls also lower it by an estimate of the frame
// that the engine needs for them. So a recursion without end meets the limit, at the same depth
// in every tier of the engine, before the engine's own stack ends.
//
// Leaf functions with small frames are left out: the room below the limit takes one of them.
// The difference is compared signed, since a large frame can wrap below 0.
import { UNCHECKED_FRAME_MAX } from "./address-space.ts";
import type { BodyRewriter } from "./body-rewriter.ts";
import { I32, Op } from "./opcodes.ts";
import type { BodyPass, FunctionToRewrite, Pass } from "./pass.ts";
import type { PostlinkStatistics } from "./statistics.ts";

/** Bytes of an engine's frame that do not depend on the function: return address, frame pointer,
 * instance, feedback, saved registers. */
const ENGINE_FRAME_BYTES = 80;
/** Operands that the engine keeps in memory at least, in bytes. */
const ENGINE_OPERAND_BYTES_MIN = 64;

/** Globals that the pass works with. */
export interface StackGlobals {
  readonly stackPointer: number;
  readonly limit: number;
}

/** The pass. */
export class StackChecks implements Pass {
  private readonly globals: StackGlobals;
  /** For each function, imports included, whether it is recursive by direct calls. */
  private readonly recursive: (index: number) => boolean;
  private readonly statistics: PostlinkStatistics;

  constructor(
    globals: StackGlobals,
    recursive: (index: number) => boolean,
    statistics: PostlinkStatistics,
  ) {
    this.globals = globals;
    this.recursive = recursive;
    this.statistics = statistics;
  }

  forFunction(target: FunctionToRewrite): BodyPass | undefined {
    if (target.keep) return undefined;
    const { survey } = target;
    if (this.recursive(target.index)) {
      return new CountedFrame(this.globals, this.statistics);
    }
    const leaf = !survey.calls && survey.frameBytes < UNCHECKED_FRAME_MAX;
    const checksStatic = survey.staticLowering >= 0 && !leaf;
    if (!checksStatic && survey.lowerings.size === 0) return undefined;
    return new LoweringChecks(this.globals, this.statistics, checksStatic);
  }
}

/** Compares the stack pointer less `frameBytes`, which is also the address of a fault. */
function compare(body: BodyRewriter, globals: StackGlobals, frameBytes: number): void {
  const { out } = body;
  const lowest = (): void => {
    out.globalGet(globals.stackPointer);
    if (frameBytes > 0) out.i32Const(frameBytes).byte(Op.i32Sub);
  };
  body.faultIf(lowest, () => {
    lowest();
    out.globalGet(globals.limit).byte(Op.i32Sub).i32Const(0).byte(Op.i32LtS);
  });
}

/** Compares where the function lowers the stack pointer. */
class LoweringChecks implements BodyPass {
  protected readonly globals: StackGlobals;
  protected readonly statistics: PostlinkStatistics;
  private readonly checksStatic: boolean;

  constructor(globals: StackGlobals, statistics: PostlinkStatistics, checksStatic: boolean) {
    this.globals = globals;
    this.statistics = statistics;
    this.checksStatic = checksStatic;
  }

  globalSet(body: BodyRewriter, at: number, end: number, global: number): void {
    if (global !== this.globals.stackPointer) return;
    const { survey } = body.target;
    const lowers = survey.lowerings.has(at) || (this.checksStatic && at === survey.staticLowering);
    if (!lowers) return;
    body.copyTo(end);
    compare(body, this.globals, 0);
    this.statistics.stackChecks++;
  }
}

/** The same for a recursive function, which lowers the stack pointer by the engine's frame too. */
class CountedFrame extends LoweringChecks {
  private saved = -1;

  constructor(globals: StackGlobals, statistics: PostlinkStatistics) {
    super(globals, statistics, false);
  }

  private savedPointer(body: BodyRewriter): number {
    if (this.saved < 0) this.saved = body.newLocal(I32);
    return this.saved;
  }

  prologue(body: BodyRewriter): void {
    const { stackPointer } = this.globals;
    const saved = this.savedPointer(body);
    const operandBytes = Math.max(8 * body.operands.heightMax, ENGINE_OPERAND_BYTES_MIN);
    const bytes = (ENGINE_FRAME_BYTES + body.localBytes + operandBytes + 15) & ~15;
    body.out.globalGet(stackPointer).localTee(saved);
    body.out.i32Const(bytes).byte(Op.i32Sub).globalSet(stackPointer);
    compare(body, this.globals, body.target.survey.frameBytes);
    this.statistics.stackChecks++;
  }

  leave(body: BodyRewriter): void {
    body.out.localGet(this.savedPointer(body)).globalSet(this.globals.stackPointer);
  }
}
