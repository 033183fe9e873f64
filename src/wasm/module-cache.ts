// SPDX-License-Identifier: MIT
/**
 * Programs compiled once for all hosts of a worker, by the sha256 of their bytes.
 */
import { compile, type Module } from "./engine.ts";
import { importedMemoryLimits, type MemoryLimits } from "./memory-limits.ts";

export interface CompiledProgram {
  readonly module: Module;
  readonly memory: MemoryLimits;
}

export class ModuleCache {
  readonly #compiled = new Map<string, CompiledProgram>();

  /** Takes a module that another thread compiled. */
  add(sha256: string, program: CompiledProgram): void {
    this.#compiled.set(sha256, program);
  }

  /**
   * @throws CompileError: no valid module
   * @throws TypeError: it imports no memory, so it is no program of this port
   */
  get(sha256: string, bytes: () => Uint8Array): CompiledProgram {
    const known = this.#compiled.get(sha256);
    if (known !== undefined) return known;
    const content = bytes();
    const memory = importedMemoryLimits(content);
    if (memory === undefined) throw new TypeError("the module imports no memory");
    const program = { module: compile(content), memory };
    this.#compiled.set(sha256, program);
    return program;
  }
}
