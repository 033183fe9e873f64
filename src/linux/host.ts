// SPDX-License-Identifier: MIT
/**
 * One simulated host: a kernel, its cards, its root file system, its control device and the
 * processes on it. Fills every import of the boundary.
 *
 * It does not know the topology: a card is attached to whatever implements a port. All of its
 * methods that return a promise run kernel code and must not overlap with another event.
 */
import type { FrameArena } from "../net/frame-memory.ts";
import type { EventQueue, EventSource } from "../sim/events.ts";
import type { Nanoseconds } from "../sim/time.ts";
import type { Memory, Module, WasmFunction } from "../wasm/engine.ts";
import type { ModuleCache } from "../wasm/module-cache.ts";
import { decodeUtf8 } from "../wasm/text.ts";
import { type BootParameters, emitBootBlock } from "./boot-block.ts";
import {
  emitConfigure,
  emitSignal,
  emitSignalAll,
  emitStart,
  type InitReport,
  type ProgramStart,
  parseReport,
} from "./control.ts";
import { Kernel } from "./kernel.ts";
import { NetworkCards } from "./network-cards.ts";
import type { TrapSignal } from "./traps.ts";
import { type ProgramContent, UserInstances } from "./user-instances.ts";

export interface HostImages {
  readonly kernel: Module;
  /** Copies between a kernel's and a program's memory. */
  readonly userBridge: Module;
  /** Copies between a kernel's memory and the frame arena. */
  readonly nicBridge: Module;
}

/** What a host reads and writes: its root file system. */
export interface RootFiles {
  /** Answers a 9P message; how many bytes the reply has. */
  request(message: Uint8Array, reply: Uint8Array): number;
  program(qidPath: number, version: number): ProgramContent | undefined;
}

/** A process that a fatal signal may end. */
export interface ProcessEnd {
  readonly pid: number;
  readonly argv: readonly string[];
  /** As from waitpid. */
  readonly waitStatus: number;
  /** C functions where a trap happened, innermost first. */
  readonly functions: readonly string[];
}

export interface HostObserver {
  report(report: InitReport, timeNs: Nanoseconds): void;
  /** Every process that ends, also those that no scenario started. */
  ended(end: ProcessEnd, timeNs: Nanoseconds): void;
  /** The kernel is gone; `lines` are its last ones. */
  died(reason: string, lines: readonly string[], timeNs: Nanoseconds): void;
  /** Another task has the CPU; its pid. */
  running?(pid: number): void;
  /** A line of the kernel's console. */
  console?(line: string): void;
}

export interface HostOptions {
  readonly queue: EventQueue;
  readonly images: HostImages;
  readonly modules: ModuleCache;
  readonly frames: { readonly arena: FrameArena; readonly memory: Memory };
  readonly boot: BootParameters;
  readonly memoryBytes: number;
  readonly processMemoryBytes: number;
  readonly files: RootFiles;
  readonly sha256: (bytes: Uint8Array) => string;
  /** Bytes for /dev/dce-stdin; empty: its end. */
  readonly readStdin: (maxBytes: number) => Uint8Array;
  readonly observer: HostObserver;
  readonly alwaysPause?: boolean;
}

export class Host {
  readonly kernel: Kernel;
  readonly cards: NetworkCards;
  readonly #options: HostOptions;
  readonly #users: UserInstances;
  readonly #records: Uint8Array[] = [];
  readonly #argv = new Map<number, readonly string[]>();
  readonly #traps = new Map<number, readonly string[]>();
  readonly #bootBlock: Uint8Array;
  readonly #control: EventSource;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#bootBlock = emitBootBlock(options.boot);
    const { observer } = options;
    this.#control = options.queue.register("controlMessage", (timeNs) =>
      this.kernel.controlInterrupt(timeNs),
    );
    this.kernel = new Kernel({
      queue: options.queue,
      image: options.images.kernel,
      memoryBytes: options.memoryBytes,
      alwaysPause: options.alwaysPause ?? false,
      onConsole: (line) => observer.console?.(line),
      onTrap: (pid, trap, functions) => this.#trapped(pid, trap, functions),
      onDeath: (reason) => observer.died(reason, this.kernel.console.lines, this.kernel.now),
      onSwitch: () => observer.running?.(this.kernel.currentPid()),
    });
    this.#users = new UserInstances({
      bridge: options.images.userBridge,
      modules: options.modules,
      maximumPages: Math.floor(options.processMemoryBytes / 65536),
      contents: (path, version) => options.files.program(path, version),
      sha256: options.sha256,
      refused: (reason) => this.kernel.console.note(reason),
    });
    const kernelMemory = this.kernel.memory;
    this.cards = new NetworkCards(this.kernel, options.frames.arena, options.boot.ports.length);
    const exports = this.kernel.instantiate({
      ...this.kernel.imports(),
      ...this.cards.imports(),
      ...this.#users.imports(() => kernelMemory.bytes),
      ...this.#deviceImports(),
      ...this.#processImports(),
    });
    const table = this.kernel.table;
    this.#users.attach(kernelMemory.memory, table, exports["user_syscall"] as WasmFunction);
    this.cards.attachKernel(options.images.nicBridge, exports, options.frames.memory);
  }

  /** Boots both steps at the queue's time and leaves init waiting for its configuration. */
  async boot(configuration: readonly string[]): Promise<void> {
    await this.kernel.boot();
    this.#records.push(emitConfigure(0, configuration));
    await this.kernel.attach(this.#options.queue.nowNs);
    await this.kernel.controlInterrupt(this.#options.queue.nowNs);
  }

  /** Starts a program at the queue's time, as do the following their acts. */
  start(program: ProgramStart): void {
    this.#post(emitStart(program));
  }

  /** To the process that was started under this id. */
  signal(id: number, signal: number): void {
    this.#post(emitSignal(id, signal));
  }

  /** To every process but init. */
  signalAll(signal: number): void {
    this.#post(emitSignalAll(signal));
  }

  /** Instances of programs that live. */
  get processCount(): number {
    return this.#users.count;
  }

  #post(record: Uint8Array): void {
    if (this.kernel.dead) return;
    this.#records.push(record);
    this.#options.queue.schedule(this.#control, this.#options.queue.nowNs);
  }

  #trapped(pid: number, trap: TrapSignal, functions: readonly string[]): void {
    this.#traps.set(pid, functions);
    this.kernel.console.note(`pid ${pid}: ${trap.reason} in ${functions[0] ?? "unknown code"}`);
  }

  #deviceImports(): Record<string, unknown> {
    const { files, readStdin, observer } = this.#options;
    const memory = this.kernel.memory;
    return {
      boot_block: (buffer: number, room: number): number =>
        memory.put(buffer, room, this.#bootBlock),
      p9_request: (message: number, length: number, reply: number, room: number): number =>
        files.request(memory.view(message, length), memory.view(reply, room)),
      control_read: (buffer: number, room: number): number => {
        const record = this.#records[0];
        if (record === undefined) return 0;
        if (record.length > room) return -record.length;
        this.#records.shift();
        return memory.put(buffer, room, record);
      },
      control_write: (record: number, length: number): void =>
        observer.report(parseReport(memory.view(record, length)), this.kernel.now),
      stdin_read: (buffer: number, room: number): number =>
        memory.put(buffer, room, readStdin(room)),
    };
  }

  #processImports(): Record<string, unknown> {
    const memory = this.kernel.memory;
    return {
      process_exec: (pid: number, argv: number, length: number): void => {
        const words = decodeUtf8(memory.view(argv, length)).split("\0");
        words.pop();
        this.#argv.set(pid, words);
      },
      process_exit: (pid: number, waitStatus: number): void => {
        const argv = this.#argv.get(pid) ?? [];
        const functions = this.#traps.get(pid) ?? [];
        this.#argv.delete(pid);
        this.#traps.delete(pid);
        this.#options.observer.ended({ pid, argv, waitStatus, functions }, this.kernel.now);
      },
    };
  }
}
