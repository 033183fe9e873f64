// SPDX-License-Identifier: MIT
/**
 * The part of the WebAssembly JavaScript API that the product uses, with types of its own: the core
 * compiles without the DOM's and Node's declarations. What suspends stands in coroutine.ts.
 */

declare const wasmModule: unique symbol;

/** A compiled module; may be posted to another worker. */
export interface Module {
  readonly [wasmModule]: true;
}

export interface Memory {
  readonly buffer: ArrayBuffer;
  /** Pages of 64 KiB; the former size. Throws a RangeError when there is no more. */
  grow(pages: number): number;
}

export interface Table {
  readonly length: number;
  get(index: number): WasmFunction | null;
  set(index: number, value: WasmFunction | null): void;
  grow(by: number, value?: WasmFunction | null): number;
}

export interface Global {
  value: number;
}

// biome-ignore lint: a wasm function takes and gives whatever its module says
export type WasmFunction = (...parameters: never[]) => unknown;

export type Exports = Readonly<Record<string, WasmFunction | Memory | Table | Global>>;
export type ImportObject = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ExternDescriptor {
  readonly module: string;
  readonly name: string;
  readonly kind: "function" | "memory" | "table" | "global" | "tag";
}

declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array): Module;
    imports(module: Module): ExternDescriptor[];
    exports(module: Module): Omit<ExternDescriptor, "module">[];
    customSections(module: Module, name: string): ArrayBuffer[];
  };
  readonly Instance: new (module: Module, imports: ImportObject) => { readonly exports: Exports };
  readonly Memory: new (limits: { initial: number; maximum: number }) => Memory;
  readonly Exception: new (...parameters: never[]) => object;
};

/** Bytes of a page of linear memory. */
export const WASM_PAGE_BYTES = 65536;

/** @throws CompileError: the bytes are no valid module */
export function compile(bytes: Uint8Array): Module {
  return new WebAssembly.Module(bytes);
}

/** @throws LinkError: an import is missing or of another type */
export function instantiate(module: Module, imports: ImportObject): Exports {
  return new WebAssembly.Instance(module, imports).exports;
}

/** @throws RangeError: the machine has no address space for it */
export function createMemory(initialPages: number, maximumPages: number): Memory {
  return new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
}

export function moduleImports(module: Module): readonly ExternDescriptor[] {
  return WebAssembly.Module.imports(module);
}

export function moduleExports(module: Module): readonly Omit<ExternDescriptor, "module">[] {
  return WebAssembly.Module.exports(module);
}

/** True for an uncaught `throw` of a program (a C++ exception, a longjmp out of nowhere). */
export function isUncaughtException(error: unknown): boolean {
  return error instanceof WebAssembly.Exception;
}
