// SPDX-License-Identifier: MIT
// Probes the engine's stack in front of system calls, so that a recursion that the stack checks do
// not count (through pointers, without frames in memory) ends in the program and never inside the
// kernel, whose data it would leave half changed.
//
// The probe is a function with a cold arm that keeps 4,096 vectors alive over a call. So its frame
// has 64 KiB in the baseline tier and in the optimising one, and the check at its entry throws
// when the stack has less. It returns at once: V8 spends about 2 ns on it. Its code is never run
// beyond that, but it is compiled: 120 KB of machine code in 0.4 ms by the baseline tier.
// Vectors instead of 64-bit integers halve that. Locals cannot be used, the baseline tier would
// clear them in each call; results of calls with a thousand values make a module 36 KB smaller,
// but take ten times as long to compile; several smaller frames behind each other are inlined.
import type { ModuleAdditions } from "./additions.ts";
import type { BodyRewriter } from "./body-rewriter.ts";
import { InstructionWriter } from "./instruction-writer.ts";
import type { WasmModule } from "./module.ts";
import { I32, Kind, NO_RESULT, Op, VectorOp } from "./opcodes.ts";
import type { BodyPass, FunctionToRewrite, Pass } from "./pass.ts";
import type { PostlinkStatistics } from "./statistics.ts";

const FRAME_BYTES = 65536;
const VECTOR_BYTES = 16;

/** Code of the probe: `(0) -> 0`. `systemCall` takes `parameters` integers. */
function probeCode(systemCall: number, parameters: number): Uint8Array {
  const code = new InstructionWriter(FRAME_BYTES);
  code.u32(0);
  code.localGet(0).byte(Op.i32Eqz).byte(Op.if).byte(NO_RESULT);
  code.i32Const(0).byte(Op.return).byte(Op.end);
  const count = FRAME_BYTES / VECTOR_BYTES;
  // Loads cannot be moved over the call; each has an offset of its own, or they were one value.
  for (let i = 0; i < count; i++) {
    code.localGet(0).byte(Op.prefixVector).u32(VectorOp.load).u32(0).u32(i);
  }
  for (let i = 0; i < parameters; i++) code.i32Const(0);
  code.call(systemCall).byte(Op.drop);
  for (let i = 1; i < count; i++) code.byte(Op.prefixVector).u32(VectorOp.xor);
  code.byte(Op.prefixVector).u32(VectorOp.i32x4ExtractLane).byte(0).byte(Op.end);
  return code.view();
}

/** The pass. */
export class StackProbe implements Pass, BodyPass {
  private readonly module: WasmModule;
  private readonly additions: ModuleAdditions;
  private readonly statistics: PostlinkStatistics;
  /** Index of the imported system call, -1 if the program makes none. */
  private readonly systemCall: number;
  private probe = -1;

  constructor(module: WasmModule, additions: ModuleAdditions, statistics: PostlinkStatistics) {
    this.module = module;
    this.additions = additions;
    this.statistics = statistics;
    this.systemCall = module.imports
      .filter(({ kind }) => kind === Kind.func)
      .findIndex((entry) => entry.module === "linux" && entry.name === "syscall");
  }

  forFunction(target: FunctionToRewrite): BodyPass | undefined {
    return target.survey.callees.has(this.systemCall) ? this : undefined;
  }

  call(body: BodyRewriter, at: number, callee: number): void {
    if (callee !== this.systemCall) return;
    if (this.probe < 0) this.probe = this.addProbe();
    body.copyTo(at);
    body.out.i32Const(0).call(this.probe).byte(Op.drop);
    this.statistics.stackProbes++;
  }

  private addProbe(): number {
    const type = this.module.types[this.module.functionTypes[this.systemCall] ?? -1];
    return this.additions.function({
      type: this.additions.type([I32], [I32]),
      code: probeCode(this.systemCall, type?.params.length ?? 0),
      name: "__wasm_stack_probe",
    });
  }
}
