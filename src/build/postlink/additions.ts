// SPDX-License-Identifier: MIT
// What the passes add to a module. Everything is appended, so that no index of the linked module
// changes and its code can be copied as it is.

import type { FunctionType, WasmModule } from "./module.ts";
import { Kind } from "./opcodes.ts";

/** A function that was added; `code` holds the body from its locals to its last `end`. */
export interface AddedFunction {
  readonly type: number;
  readonly code: Uint8Array;
  readonly name: string;
}

/** Types, globals, functions and exports behind those of the linked module. */
export class ModuleAdditions {
  readonly types: FunctionType[] = [];
  /** Start values of the added globals, all of them i32 and mutable. */
  readonly globalValues: number[] = [];
  readonly functions: AddedFunction[] = [];
  readonly exports: { name: string; kind: number; index: number }[] = [];
  private readonly module: WasmModule;
  private readonly typeIndices = new Map<string, number>();

  constructor(module: WasmModule) {
    this.module = module;
    module.types.forEach((type, index) => {
      const key = `${type.params.join()}>${type.results.join()}`;
      if (!this.typeIndices.has(key)) this.typeIndices.set(key, index);
    });
  }

  /** Index of the type with these parameters and results. */
  type(params: readonly number[], results: readonly number[]): number {
    const key = `${params.join()}>${results.join()}`;
    let index = this.typeIndices.get(key);
    if (index === undefined) {
      index = this.module.types.length + this.types.length;
      this.types.push({ params, results });
      this.typeIndices.set(key, index);
    }
    return index;
  }

  /** Index of a new mutable i32 global, exported by `name`. */
  exportedGlobal(name: string, value: number): number {
    const index = this.module.globals + this.globalValues.length;
    this.globalValues.push(value);
    this.exports.push({ name, kind: Kind.global, index });
    return index;
  }

  /** Index of the exported i32 global `name`, new and with `value` if the module has none. */
  globalByName(name: string, value: number): number {
    const found = this.module.exports.get(name);
    return found?.kind === Kind.global ? found.index : this.exportedGlobal(name, value);
  }

  /** Index of a new function. */
  function(added: AddedFunction): number {
    const index = this.module.functionTypes.length + this.functions.length;
    this.functions.push(added);
    return index;
  }
}
