// SPDX-License-Identifier: MIT
/**
 * From the engine's error to the signal that a trap is on Linux. The messages are V8's (Node and
 * Chromium); traps.test.ts makes every one of them and compares.
 */
import { isUncaughtException } from "../wasm/engine.ts";

export interface TrapSignal {
  readonly signal: number;
  /** `si_code` as the kernel's include/uapi/asm-generic/siginfo.h numbers it. */
  readonly code: number;
  /** What happened, for people. */
  readonly reason: string;
}

const SIGILL = 4;
const SIGABRT = 6;
const SIGFPE = 8;
const SIGSEGV = 11;

const table: readonly (readonly [RegExp, number, number, string])[] = [
  [/divide by zero|remainder by zero/, SIGFPE, 1, "division by zero"],
  [/divide result unrepresentable/, SIGFPE, 2, "integer overflow in a division"],
  [/float unrepresentable/, SIGFPE, 7, "a float that does not fit an integer"],
  [/unreachable/, SIGILL, 2, "illegal instruction (abort, __builtin_trap or a wrong prototype)"],
  [/null function|signature mismatch/, SIGSEGV, 2, "call through a wrong function pointer"],
  [/table index|table access/, SIGSEGV, 2, "call through a wild function pointer"],
  [/Maximum call stack/, SIGSEGV, 1, "stack overflow"],
  [/memory access out of bounds/, SIGSEGV, 1, "invalid memory access"],
  [/unaligned/, 7, 1, "misaligned atomic access"],
];

/** Everything unknown is SIGSEGV: an engine's error that no rule names is no reason to live on. */
export function trapSignal(error: unknown): TrapSignal {
  if (isUncaughtException(error)) {
    return { signal: SIGABRT, code: -6, reason: "uncaught exception" };
  }
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, signal, code, reason] of table) {
    if (pattern.test(message)) return { signal, code, reason };
  }
  return { signal: SIGSEGV, code: 128, reason: message };
}

/**
 * C functions of a trap's stack, innermost first: those of the module that trapped, without the
 * frames of libc and the linker that enter and start a program.
 */
export function stackFunctions(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const functions: string[] = [];
  let trapped: string | undefined;
  for (const line of stack.split("\n")) {
    const [, name, module] = /^\s*at (?:async )?(\S+) \(wasm:\/\/wasm\/([^:]+):/.exec(line) ?? [];
    if (name === undefined || module === undefined) continue;
    trapped ??= module;
    if (module !== trapped) break;
    const own = withoutModule(name, module);
    if (!hidden.test(own)) functions.push(own);
  }
  return functions;
}

/**
 * V8 writes "name.wasm.function" when a module has a name, which then stands in its address too.
 */
function withoutModule(name: string, module: string): string {
  const prefix = `${module.slice(0, module.lastIndexOf("-"))}.`;
  return (name.startsWith(prefix) ? name.slice(prefix.length) : name).replace(/^\$/, "");
}

/** What enters and starts a program: the linker's, the post-link step's and libc's. */
const hidden =
  /^(__wasm_|__main_|__libc_start|libc_start_main|call_main|_start|__original_main|dce_)/;
