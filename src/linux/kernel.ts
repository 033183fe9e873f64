// SPDX-License-Identifier: MIT
/**
 * One running kernel: its instance, its clock and its interrupts.
 *
 * The simulator calls it between events; times here are virtual, the kernel's own are
 * KERNEL_EPOCH_NS ahead (boundary.ts). An interrupt is a plain call that runs on the caller's
 * stack while the kernel's coroutine waits in `idle` or `pause`; when it answers 1 that coroutine
 * goes on, and the method returns a promise that settles when the kernel is quiet again. A trap in
 * kernel code ends this kernel and nothing else.
 */
import type { EventQueue, EventSource, HorizonListener } from "../sim/events.ts";
import type { Nanoseconds } from "../sim/time.ts";
import { abandoned, promising } from "../wasm/coroutine.ts";
import {
  type Exports,
  instantiate,
  type Module,
  type Table,
  type WasmFunction,
} from "../wasm/engine.ts";
import { decodeUtf8 } from "../wasm/text.ts";
import { KERNEL_EPOCH_NS } from "./boundary.ts";
import { Console } from "./console.ts";
import { Coroutines } from "./coroutines.ts";
import { KernelMemory } from "./kernel-memory.ts";
import { stackFunctions, type TrapSignal, trapSignal } from "./traps.ts";

/** The kernel's exports that are called here, under their C names. */
interface KernelFunctions {
  readonly boot: WasmFunction;
  readonly task_entry: WasmFunction;
  readonly user_entry: WasmFunction;
  readonly user_fault: WasmFunction;
  readonly user_syscall: WasmFunction;
  attach(now: number): number;
  timer_interrupt(now: number): number;
  control_interrupt(now: number): number;
  tx_wake(now: number, port: number): number;
  link_change(now: number, port: number, carrier: number): number;
  in_user_mode(): number;
  current_pid(): number;
  waiting_tasks(buffer: number, room: number): number;
  now_ptr(): number;
  horizon_ptr(): number;
  scratch_ptr(): number;
}

export interface KernelOptions {
  readonly queue: EventQueue;
  readonly image: Module;
  readonly memoryBytes: number;
  /** Makes every system call pause first: a test that the result does not depend on pauses. */
  readonly alwaysPause: boolean;
  readonly onConsole: (line: string) => void;
  /** A program's code trapped: its pid, the signal and the C functions, innermost first. */
  readonly onTrap: (pid: number, trap: TrapSignal, functions: readonly string[]) => void;
  /** The kernel is gone: why. */
  readonly onDeath: (reason: string) => void;
  /** Another task has the CPU. */
  readonly onSwitch: () => void;
}

const STOP_REASONS = ["halted", "restarted", "powered off", "panicked"];
const WAITING_ROOM_BYTES = 4096;

export class Kernel implements HorizonListener {
  readonly console: Console;
  readonly memory: KernelMemory;
  readonly #options: KernelOptions;
  readonly #queue: EventQueue;
  readonly #coroutines: Coroutines;
  readonly #timer: EventSource;
  readonly #task: EventSource;
  #functions: KernelFunctions | undefined;
  #exports: Exports | undefined;
  #dead = false;
  /** Kernel time at which the present coroutine went on. */
  #resumedAt = 0;
  /** When a program last spent time on this host; negative infinity: never. */
  lastBusyNs: Nanoseconds = Number.NEGATIVE_INFINITY;

  constructor(options: KernelOptions) {
    this.#options = options;
    this.#queue = options.queue;
    this.#timer = this.#queue.register("hostTimer", (timeNs) => this.#timerInterrupt(timeNs));
    this.#task = this.#queue.register("continuingTask", (timeNs) => this.#continueTask(timeNs));
    this.console = new Console(options.onConsole);
    this.memory = new KernelMemory(options.memoryBytes);
    this.#coroutines = new Coroutines({
      paused: (until) => {
        this.lastBusyNs = this.now;
        this.#queue.schedule(this.#task, until - KERNEL_EPOCH_NS);
      },
      idle: () => {
        if (this.memory.now > this.#resumedAt) this.lastBusyNs = this.now;
      },
      trapped: (error) => this.#trapped(error),
      switched: () => options.onSwitch(),
    });
  }

  /** Imports that the kernel object itself fills; `Host` adds the others. */
  imports(): Record<string, unknown> {
    return {
      ...this.#coroutines.imports(),
      console_write: (text: number, length: number): void =>
        this.console.write(this.memory.view(text, length)),
      stop: (reason: number): never => {
        this.#die(`the kernel ${STOP_REASONS[reason] ?? "stopped"}`);
        throw abandoned;
      },
      set_timer: (at: number): void => {
        if (at < 0) this.#queue.cancel(this.#timer);
        else this.#queue.schedule(this.#timer, Math.max(at - KERNEL_EPOCH_NS, this.now));
      },
    };
  }

  /** Makes the instance. `host` holds every import of the boundary, by its C name. */
  instantiate(host: Record<string, unknown>): Exports {
    const exports = instantiate(this.#options.image, {
      host,
      env: { memory: this.memory.memory },
    });
    const functions = exports as unknown as KernelFunctions;
    this.#exports = exports;
    this.#functions = functions;
    this.memory.locate(functions.now_ptr(), functions.horizon_ptr());
    this.#coroutines.attach(functions);
    return exports;
  }

  get table(): Table {
    return this.#exports?.["__indirect_function_table"] as Table;
  }

  get dead(): boolean {
    return this.#dead;
  }

  get switches(): number {
    return this.#coroutines.switches;
  }

  get pauses(): number {
    return this.#coroutines.pauses;
  }

  /** The host's clock; never behind the last event that it saw. */
  get now(): Nanoseconds {
    return this.memory.now - KERNEL_EPOCH_NS;
  }

  /** The first step of the boot, at the queue's time; settles when the kernel is quiet. */
  boot(): Promise<void> {
    const functions = this.#ready();
    this.memory.now = this.#queue.nowNs + KERNEL_EPOCH_NS;
    this.enter();
    return this.#coroutines.start(promising(functions.boot));
  }

  attach(timeNs: Nanoseconds): Promise<void> | undefined {
    return this.#interrupt("attach", timeNs);
  }

  controlInterrupt(timeNs: Nanoseconds): Promise<void> | undefined {
    return this.#interrupt("control_interrupt", timeNs);
  }

  txWake(timeNs: Nanoseconds, port: number): Promise<void> | undefined {
    if (this.#dead) return undefined;
    this.enter();
    try {
      return this.interrupted(this.#ready().tx_wake(timeNs + KERNEL_EPOCH_NS, port));
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  /** The carrier of a card came or went, at the queue's time. */
  linkChange(port: number, carrier: boolean): Promise<void> | undefined {
    if (this.#dead) return undefined;
    this.enter();
    const now = this.#queue.nowNs + KERNEL_EPOCH_NS;
    return this.interrupted(this.#ready().link_change(now, port, carrier ? 1 : 0));
  }

  /** Before kernel code runs: its calls must know the next event of the worker, as it changes. */
  enter(): void {
    this.#queue.running = this;
  }

  /** Told by the queue while this kernel runs. */
  horizonChanged(horizonNs: Nanoseconds): void {
    this.memory.horizon = this.#options.alwaysPause ? 0 : horizonNs + KERNEL_EPOCH_NS;
  }

  /** What an interrupt's answer means: 1 resumes the coroutine that waits. */
  interrupted(answer: number): Promise<void> | undefined {
    if (answer === 0 || this.#dead) return undefined;
    if (this.#coroutines.pausing) this.#queue.cancel(this.#task);
    this.#resumedAt = this.memory.now;
    return this.#coroutines.resume(this.memory.now);
  }

  /** An interrupt's call threw. */
  failed(error: unknown): void {
    if (error !== abandoned) this.#crashed(error);
  }

  currentPid(): number {
    return this.#ready().current_pid();
  }

  /** A line `pid comm syscall-number` for each program's task that waits. */
  waitingTasks(): string {
    if (this.#dead) return "";
    const functions = this.#ready();
    const address = functions.scratch_ptr();
    const length = functions.waiting_tasks(address, WAITING_ROOM_BYTES);
    return decodeUtf8(this.memory.view(address, length));
  }

  /** Ends the kernel without a report, at the end of a run. */
  destroy(): void {
    this.#dead = true;
    this.#coroutines.abandonAll();
  }

  #ready(): KernelFunctions {
    if (this.#functions === undefined) throw new Error("the kernel has no instance yet");
    return this.#functions;
  }

  #timerInterrupt(timeNs: Nanoseconds): Promise<void> | undefined {
    return this.#interrupt("timer_interrupt", timeNs);
  }

  /** The task that computes has reached the end of its pause. */
  #continueTask(timeNs: Nanoseconds): Promise<void> | undefined {
    if (this.#dead || !this.#coroutines.pausing) return undefined;
    this.enter();
    return this.#coroutines.resume(timeNs + KERNEL_EPOCH_NS);
  }

  #interrupt(
    name: "attach" | "timer_interrupt" | "control_interrupt",
    timeNs: Nanoseconds,
  ): Promise<void> | undefined {
    if (this.#dead) return undefined;
    this.enter();
    try {
      return this.interrupted(this.#ready()[name](timeNs + KERNEL_EPOCH_NS));
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  #trapped(error: unknown): void {
    if (error === abandoned || this.#dead) return;
    const functions = this.#ready();
    if (functions.in_user_mode() === 0) {
      this.#crashed(error);
      return;
    }
    const trap = trapSignal(error);
    this.#options.onTrap(functions.current_pid(), trap, stackFunctions(error));
    this.#coroutines.fault(trap.signal, trap.code, 0);
  }

  #crashed(error: unknown): void {
    const where = stackFunctions(error).slice(0, 8).join(" ← ");
    const message = error instanceof Error ? error.message : String(error);
    this.#die(`trap in the kernel: ${message}${where === "" ? "" : ` in ${where}`}`);
  }

  #die(reason: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#queue.cancel(this.#timer);
    this.#queue.cancel(this.#task);
    this.#options.onDeath(reason);
    this.#coroutines.abandonAll();
  }
}
