// SPDX-License-Identifier: MIT
/**
 * The program instances of one host: a memory, an instance of the program and an instance of the
 * copy bridge for each process. The kernel holds a handle of each in its `mm` and calls their
 * functions through its own table, so that no JavaScript frame stands between.
 */
import type { Exports, Global, Memory, Module, Table, WasmFunction } from "../wasm/engine.ts";
import { createMemory, instantiate } from "../wasm/engine.ts";
import type { CompiledProgram, ModuleCache } from "../wasm/module-cache.ts";
import { USER_FUNCTION } from "./boundary.ts";

const ENOENT = 2;
const ENOEXEC = 8;
const ENOMEM = 12;

/** Which export of the program, or of the bridge, a USER_FUNCTION is. */
const programExport = new Map<number, string>([
  [USER_FUNCTION.start, "_start"],
  [USER_FUNCTION.threadEntry, "__wasm_thread_entry"],
  [USER_FUNCTION.faultEntry, "__wasm_fault_entry"],
]);
const bridgeExport = new Map<number, string>([
  [USER_FUNCTION.copyFromUser, "copy_from_user"],
  [USER_FUNCTION.copyToUser, "copy_to_user"],
  [USER_FUNCTION.clearUser, "clear_user"],
  [USER_FUNCTION.strncpyFromUser, "strncpy_from_user"],
  [USER_FUNCTION.strnlenUser, "strnlen_user"],
]);

/** A file's bytes as exec wants them. */
export interface ProgramContent {
  readonly sha256: string;
  bytes(): Uint8Array;
}

export interface UserInstancesOptions {
  readonly bridge: Module;
  readonly modules: ModuleCache;
  /** Pages of 64 KiB that a process may have at most. */
  readonly maximumPages: number;
  /** Content of a file of the root file system; undefined: no such file. */
  readonly contents: (qidPath: number, version: number) => ProgramContent | undefined;
  /** sha256 of bytes that are in no file. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** Told why a program was refused. */
  readonly refused: (reason: string) => void;
}

interface UserInstance {
  readonly memory: Memory;
  readonly program: Exports;
  readonly bridge: Exports;
  /** Slots of the kernel's table by USER_FUNCTION; 0: not placed yet. */
  readonly slots: Int32Array;
}

export class UserInstances {
  readonly #options: UserInstancesOptions;
  readonly #instances = new Map<number, UserInstance>();
  readonly #freeSlots: number[] = [];
  #lastHandle = 0;
  #kernelMemory: Memory | undefined;
  #table: Table | undefined;
  #syscall: WasmFunction | undefined;

  constructor(options: UserInstancesOptions) {
    this.#options = options;
  }

  /** Once the kernel's instance exists. */
  attach(kernelMemory: Memory, table: Table, user_syscall: WasmFunction): void {
    this.#kernelMemory = kernelMemory;
    this.#table = table;
    this.#syscall = user_syscall;
  }

  /** Programs that live. */
  get count(): number {
    return this.#instances.size;
  }

  /** Imports of the boundary, under their C names; `bytes` is the kernel's memory. */
  imports(bytes: () => Uint8Array): Record<string, unknown> {
    return {
      exec_file: (path: number, version: number): number => {
        const content = this.#options.contents(path, version);
        return content === undefined ? -ENOENT : this.#exec(content);
      },
      exec_image: (image: number, length: number): number => {
        const copy = bytes().slice(image >>> 0, (image >>> 0) + length);
        return this.#exec({ sha256: this.#options.sha256(copy), bytes: () => copy });
      },
      user_function: (handle: number, which: number): number => this.#place(handle, which),
      user_stack: (handle: number): number =>
        (this.#instance(handle).program["__stack_pointer"] as Global).value,
      user_release: (handle: number): void => this.#release(handle),
    };
  }

  #instance(handle: number): UserInstance {
    const instance = this.#instances.get(handle);
    if (instance === undefined) throw new Error(`the kernel named program instance ${handle}`);
    return instance;
  }

  #exec(content: ProgramContent): number {
    let program: CompiledProgram;
    try {
      program = this.#options.modules.get(content.sha256, () => content.bytes());
    } catch (error) {
      this.#options.refused(`no program: ${(error as Error).message}`);
      return -ENOEXEC;
    }
    const { initialPages } = program.memory;
    const maximumPages = Math.min(program.memory.maximumPages, this.#options.maximumPages);
    if (initialPages > maximumPages) return -ENOMEM;
    let memory: Memory;
    try {
      memory = createMemory(initialPages, maximumPages);
    } catch {
      return -ENOMEM;
    }
    try {
      const exports = instantiate(program.module, {
        env: { memory },
        linux: { syscall: this.#syscall },
      });
      const bridge = instantiate(this.#options.bridge, {
        k: { memory: this.#kernelMemory },
        u: { memory },
      });
      const handle = ++this.#lastHandle;
      const slots = new Int32Array(USER_FUNCTION.strnlenUser + 1);
      this.#instances.set(handle, { memory, program: exports, bridge, slots });
      return handle;
    } catch (error) {
      this.#options.refused(`no program of this port: ${(error as Error).message}`);
      return -ENOEXEC;
    }
  }

  #place(handle: number, which: number): number {
    const { slots, program, bridge } = this.#instance(handle);
    const known = slots[which];
    if (known !== undefined && known !== 0) return known;
    const name = programExport.get(which);
    const body = name === undefined ? bridge[bridgeExport.get(which) ?? ""] : program[name];
    if (typeof body !== "function" || this.#table === undefined) return 0;
    const free = this.#freeSlots.pop();
    const slot = free ?? this.#table.grow(1, body);
    if (free !== undefined) this.#table.set(free, body);
    slots[which] = slot;
    return slot;
  }

  #release(handle: number): void {
    const { slots } = this.#instance(handle);
    this.#instances.delete(handle);
    for (const slot of slots) {
      if (slot === 0) continue;
      this.#table?.set(slot, null);
      this.#freeSlots.push(slot);
    }
  }
}
