// SPDX-License-Identifier: MIT
/** C programs without a C library: compiled and linked as the compiler driver does it, and run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ByteReader } from "../../src/build/postlink/byte-reader.ts";
import { readModule } from "../../src/build/postlink/module.ts";
import { assembleWat } from "./wat.ts";

const CLANG = "clang-19";
const target = ["--target=wasm32-unknown-unknown", "-nostdlib", "-ffreestanding", "-fno-builtin"];
const features = ["-matomics", "-mbulk-memory", "-mmutable-globals", "-msign-ext"];
const exceptions = ["-mexception-handling", "-mllvm", "-wasm-enable-sjlj"];
const linker = ["--no-entry", "--gc-sections", "--shared-memory", "--import-memory"];
const layout = ["--max-memory=1073741824", "--stack-first", "-z,stack-size=1130496"];
const exported = ["--export=__stack_pointer", "--export=__wasm_stack_limit"];

/** Why programs cannot be compiled here, or false. */
export function missingCompiler(): string | false {
  const found = spawnSync(CLANG, ["--version"]).status === 0;
  return found ? false : `needs ${CLANG}, which is not installed`;
}

/** Compiles one of `programs/` with these flags. */
export function compileProgram(name: string, flags: readonly string[]): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "dce-postlink-"));
  try {
    const output = join(folder, `${name}.wasm`);
    const sources = ["runtime", name].map((file) =>
      join(import.meta.dirname, "programs", `${file}.c`),
    );
    const { status, stderr } = spawnSync(CLANG, [
      ...target,
      ...features,
      ...exceptions,
      "-g",
      "-fuse-ld=/usr/bin/wasm-ld-19",
      `-Wl,${[...linker, ...layout, ...exported].join()}`,
      ...flags,
      ...sources,
      "-o",
      output,
    ]);
    if (status !== 0) throw new Error(`Cannot compile '${name}': ${String(stderr)}`);
    return new Uint8Array(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// System call 2 goes 900 levels deep, which takes 60 KiB of the engine's stack in the baseline
// tier. The global tells whether a trap came from inside.
const kernelText = `(module
  (import "test" "put" (func $put (param i32)))
  (memory 1)
  (global $inside (export "inside") (mut i32) (i32.const 0))
  (func $deep (param i32) (result i32) (local i32)
    (if (result i32) (local.get 0)
      (then
        (local.set 1 (i32.load (local.get 0)))
        (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (local.get 1)))
      (else (i32.const 0))))
  (func (export "syscall") (param i32 i32 i32 i32 i32 i32 i32) (result i64)
    (global.set $inside (i32.const 1))
    (if (i32.eq (local.get 0) (i32.const 1)) (then (call $put (local.get 1))))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (drop (call $deep (i32.const 900)))))
    (global.set $inside (i32.const 0))
    (i64.const 0)))`;

/** How a call of `run` ended. */
export interface Ending {
  /** What it returned, or the engine's message. */
  readonly end: number | string;
  /** Numbers it put out. */
  readonly output: readonly number[];
  /** Address that was kept, -1 if none was. */
  readonly faultAddress: number;
  readonly stackPointer: number;
  /** Result of the export `level`. */
  readonly level: number;
  /** Whether the kernel was entered and not left. */
  readonly insideKernel: boolean;
}

/** The limit that a program's start sets. */
const STACK_LIMIT = 81920;

const modules = new WeakMap<Uint8Array, WebAssembly.Module>();

/** The compiled program; one for each, so that what the engine optimised is kept. */
function compiled(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const module = modules.get(bytes) ?? new WebAssembly.Module(bytes);
  modules.set(bytes, module);
  return module;
}

/** Calls `run(argument)` of a program. */
export function runProgram(bytes: Uint8Array<ArrayBuffer>, argument: number): Ending {
  const output: number[] = [];
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(assembleWat(kernelText)), {
    test: { put: (value: number) => output.push(value) },
  }).exports;
  const { at } = readModule(bytes).imports.find(({ kind }) => kind === 2)!;
  const reader = new ByteReader(bytes, at);
  const shared = (reader.byte() & 2) !== 0;
  const [initial, maximum] = [reader.u32(), reader.u32()];
  const memory = new WebAssembly.Memory({ initial, maximum, shared });
  const { exports } = new WebAssembly.Instance(compiled(bytes), {
    env: { memory },
    linux: { syscall: kernel["syscall"]! },
  });
  const global = (from: WebAssembly.Exports, name: string): WebAssembly.Global | undefined =>
    from[name] as WebAssembly.Global | undefined;
  global(exports, "__wasm_stack_limit")!.value = STACK_LIMIT;
  const fault = global(exports, "__wasm_fault_addr");
  if (fault) fault.value = -1;
  let end: number | string;
  try {
    end = (exports["run"] as (argument: number) => number)(argument);
  } catch (error) {
    end = error instanceof Error ? error.message : "thrown";
  }
  return {
    end,
    output,
    faultAddress: Number(fault?.value ?? -1),
    stackPointer: Number(global(exports, "__stack_pointer")!.value),
    level: (exports["level"] as (() => number) | undefined)?.() ?? 0,
    insideKernel: Number(global(kernel, "inside")!.value) !== 0,
  };
}

// Run by the tests in an engine with only one tier: all cases of a program of recursions, as JSON.
if (import.meta.main) {
  const bytes = new Uint8Array(readFileSync(process.argv[2] ?? ""));
  const endings = [0, 1, 2, 3, 4, 5, 6].map((which) => runProgram(bytes, which));
  console.log(JSON.stringify(endings));
}
