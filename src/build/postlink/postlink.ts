// SPDX-License-Identifier: MIT
/**
 * The last step of linking a program: gives C on WebAssembly what C takes for granted on a
 * machine with an MMU. Null pointers are fatal, stack overflow is clean, and the memory becomes
 * the one that the engine makes. The module must be as `wasm-ld` wrote it, with its name section.
 *
 * A check that fails keeps the address in the exported global `__wasm_fault_addr` and traps with
 * an access out of bounds. The stack's limit is the exported global `__wasm_stack_limit`; who
 * moves `__stack_pointer` to another stack sets that too.
 *
 * It does not make loops interruptible, function pointer casts work or memory shared.
 *
 * ```ts
 * const program = postlink(linked, { report: (statistics) => console.log(statistics) });
 * ```
 */

import { ModuleAdditions } from "./additions.ts";
import { MEMORY_PAGES_MAX, STACK_LIMIT } from "./address-space.ts";
import { assemble } from "./assembly.ts";
import { BodyRewriter, type RewriteContext } from "./body-rewriter.ts";
import { ByteWriter } from "./byte-writer.ts";
import { InstructionWriter } from "./instruction-writer.ts";
import { readModule, type WasmModule } from "./module.ts";
import { NullChecks } from "./null-checks.ts";
import { I32, Kind, Op } from "./opcodes.ts";
import type { BodyPass, FunctionToRewrite, Pass } from "./pass.ts";
import { recursiveFunctions } from "./recursion.ts";
import { StackChecks } from "./stack-checks.ts";
import { StackProbe } from "./stack-probe.ts";
import type { PostlinkStatistics } from "./statistics.ts";
import { type Survey, Surveyor } from "./survey.ts";

export type { NullCheckStatistics, PostlinkStatistics } from "./statistics.ts";

/** What the step does; everything but the code map by default. */
export interface PostlinkOptions {
  /** Accesses below 65536 trap. */
  readonly nullChecks?: boolean;
  /** Stack overflow traps. */
  readonly stackChecks?: boolean;
  /** Probes the stack in front of system calls, by default if there are stack checks. */
  readonly stackProbe?: boolean;
  /** Writes the section `dce.codemap`, and lets each check trap at its own place in the code. */
  readonly codeMap?: boolean;
  /** Maximum of the imported memory in pages of 64 KiB, 16384 by default. */
  readonly memoryPagesMax?: number;
  /** Is given what was done. */
  readonly report?: (statistics: PostlinkStatistics) => void;
}

// libc's system call stub, signal delivery and memory mapping, and what Asyncify adds.
const keptNames = /^__wasm_|^__(mmap|munmap|mremap)$|^asyncify_/;

/** Adds the function that keeps an address in `__wasm_fault_addr` and traps. */
function addFault(additions: ModuleAdditions): number {
  const address = additions.exportedGlobal("__wasm_fault_addr", 0);
  const code = new InstructionWriter().u32(0);
  code.localGet(0).globalSet(address).i32Const(-1);
  code.byte(Op.i32Load).u32(2).u32(0).byte(Op.drop).byte(Op.end);
  return additions.function({
    type: additions.type([I32], []),
    code: code.view(),
    name: "__wasm_fault",
  });
}

function exportedGlobal(module: WasmModule, name: string): number {
  const found = module.exports.get(name);
  return found?.kind === Kind.global ? found.index : -1;
}

function stackPasses(
  module: WasmModule,
  additions: ModuleAdditions,
  surveys: readonly Survey[],
  statistics: PostlinkStatistics,
): Pass[] {
  const stackPointer = exportedGlobal(module, "__stack_pointer");
  if (stackPointer < 0) {
    throw new Error("Cannot add stack checks: the module does not export '__stack_pointer'");
  }
  const imported = module.importedFunctions;
  const recursive = recursiveFunctions(
    surveys.map(({ callees }) =>
      [...callees].filter((callee) => callee >= imported).map((callee) => callee - imported),
    ),
  );
  for (const one of recursive) statistics.recursiveFunctions += one;
  const limit = additions.globalByName("__wasm_stack_limit", STACK_LIMIT);
  return [
    new StackChecks(
      { stackPointer, limit },
      (index) => recursive[index - imported] === 1,
      statistics,
    ),
  ];
}

function rewriteBodies(
  context: RewriteContext,
  surveys: readonly Survey[],
  passes: readonly Pass[],
  keepRanges: boolean,
): { bodies: ByteWriter; ranges: number[] | undefined } {
  const { module } = context;
  const bodies = new ByteWriter(module.bytes.length);
  const ranges: number[] = [];
  module.bodies.forEach((body, i) => {
    const index = module.importedFunctions + i;
    const name = module.functionNames.get(index) ?? "";
    const survey = surveys[i]!;
    const target: FunctionToRewrite = { index, name, keep: keptNames.test(name), survey };
    const active = passes
      .map((pass) => pass.forFunction(target))
      .filter((pass): pass is BodyPass => pass !== undefined);
    if (active.length === 0 && !keepRanges) {
      bodies.u32(body.to - body.from).copy(module.bytes, body.from, body.to);
      return;
    }
    const rewritten = new BodyRewriter(context, target, body, active).rewrite();
    bodies.u32(rewritten.code.length);
    if (keepRanges) {
      rewritten.ranges.forEach((offset, k) =>
        ranges.push(k % 2 === 0 ? offset + bodies.length : offset),
      );
    }
    bodies.append(rewritten.code);
  });
  return { bodies, ranges: keepRanges ? ranges : undefined };
}

/**
 * Rewrites a linked program. The same bytes and options give the same bytes.
 *
 * @param linked the module; it is not changed.
 * @throws Error that says what the module lacks or holds that cannot be read.
 */
export function postlink(
  linked: Uint8Array,
  options: PostlinkOptions = {},
): Uint8Array<ArrayBuffer> {
  const { nullChecks = true, stackChecks = true, codeMap = false } = options;
  const { stackProbe = stackChecks } = options;
  const module = readModule(linked);
  const additions = new ModuleAdditions(module);
  const statistics: PostlinkStatistics = {
    functions: module.bodies.length,
    recursiveFunctions: 0,
    accesses: { checked: 0, known: 0, constant: 0, indexed: 0 },
    stackChecks: 0,
    stackProbes: 0,
    codeBytesBefore: 0,
    codeBytesAfter: 0,
  };
  const context: RewriteContext = {
    module,
    additions,
    fault: nullChecks || stackChecks ? addFault(additions) : -1,
    exactPlace: codeMap,
    stackPointer: exportedGlobal(module, "__stack_pointer"),
    tlsBase: exportedGlobal(module, "__tls_base"),
  };
  const surveyor = new Surveyor(linked, context.stackPointer);
  const surveys = module.bodies.map((body) => surveyor.survey(body));
  const passes: Pass[] = [];
  if (stackChecks) passes.push(...stackPasses(module, additions, surveys, statistics));
  if (stackProbe) passes.push(new StackProbe(module, additions, statistics));
  if (nullChecks) passes.push(new NullChecks(statistics.accesses));
  const code = rewriteBodies(context, surveys, passes, codeMap);
  for (const { from, to } of module.bodies) statistics.codeBytesBefore += to - from;
  statistics.codeBytesAfter = code.bodies.length;
  options.report?.(statistics);
  return assemble(module, additions, code, options.memoryPagesMax ?? MEMORY_PAGES_MAX);
}
