// SPDX-License-Identifier: MIT
/** Modules for the tests of the post-link step, written as text. */
import wabtModule from "wabt";

const wabt = await wabtModule();

/** Assembles a module, with its name section. */
export function assembleWat(text: string): Uint8Array<ArrayBuffer> {
  const parsed = wabt.parseWat("test.wat", text, {
    exceptions: true,
    threads: true,
    bulk_memory: true,
    simd: true,
    tail_call: true,
  });
  const { buffer } = parsed.toBinary({ write_debug_names: true });
  parsed.destroy();
  return new Uint8Array(buffer);
}

/** What a program has to import and export, with a memory of 4 pages and room for `fields`. */
export function programWat(fields: string): string {
  return `(module
    (import "env" "memory" (memory 4))
    (import "linux" "syscall" (func $syscall (param i32 i32 i32 i32 i32 i32 i32) (result i64)))
    (global $sp (export "__stack_pointer") (mut i32) (i32.const 196608))
    (global $limit (export "__wasm_stack_limit") (mut i32) (i32.const 81920))
    ${fields})`;
}
