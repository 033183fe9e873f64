// SPDX-License-Identifier: MIT
/**
 * The coroutines of one kernel: one for each task that has run, of which at most one is not
 * suspended. Fills the suspending imports of the boundary (`switch_task`, `idle`, `pause`,
 * `restart`) and `task_free`.
 *
 * A kernel is *quiet* when its idle task or a pausing task waits for the simulator. `resume` lets
 * it go on and promises the next time that it is quiet; until then no event may be delivered.
 */
import { abandoned, promising, suspending } from "../wasm/coroutine.ts";
import type { WasmFunction } from "../wasm/engine.ts";

interface Waiter {
  resolve(): void;
  reject(reason: unknown): void;
}

export interface TaskEntries {
  readonly task_entry: WasmFunction;
  readonly user_entry: WasmFunction;
  readonly user_fault: WasmFunction;
}

export interface CoroutineEvents {
  /** A task computes until this kernel time; `resume` may end it earlier. */
  paused(until: number): void;
  /** Nothing is left to run. */
  idle(): void;
  /** A coroutine ended with this error. */
  trapped(error: unknown): void;
  /** Another task has the CPU, or the same one of this kernel after another kernel's. */
  switched(): void;
}

export class Coroutines {
  readonly #events: CoroutineEvents;
  readonly #suspended = new Map<number, Waiter>();
  #entries: Record<keyof TaskEntries, (...parameters: number[]) => Promise<unknown>> | undefined;
  #idle: Waiter | undefined;
  #pause: { resolve(now: number): void; reject(reason: unknown): void } | undefined;
  #quiet: (() => void) | undefined;
  switches = 0;
  pauses = 0;

  constructor(events: CoroutineEvents) {
    this.#events = events;
  }

  /** Once the kernel's instance exists. */
  attach(entries: TaskEntries): void {
    this.#entries = {
      task_entry: promising(entries.task_entry),
      user_entry: promising(entries.user_entry),
      user_fault: promising(entries.user_fault),
    };
  }

  get pausing(): boolean {
    return this.#pause !== undefined;
  }

  /** Imports of the boundary, under their C names. */
  imports(): Record<string, unknown> {
    return {
      task_free: (task: number): void => this.#free(task),
      switch_task: suspending((previous, next) => this.#switch(previous ?? 0, next ?? 0)),
      idle: suspending(() => this.#waitIdle()),
      pause: suspending((until) => this.#waitPause(until ?? 0)),
      restart: suspending((task) => this.#restart(task ?? 0)),
    };
  }

  /** Starts a coroutine and promises the next quiet moment. */
  start(entry: (...parameters: number[]) => Promise<unknown>): Promise<void> {
    const quiet = this.#untilQuiet();
    this.#run(entry());
    return quiet;
  }

  /** A trap has ended the current task's coroutine: its signal is delivered on a new one. */
  fault(signal: number, code: number, address: number): void {
    const entry = this.#entries?.user_fault;
    if (entry !== undefined) this.#run(entry(signal, code, address));
  }

  /** Lets the task that waits in `pause`, else the idle task, go on. */
  resume(now: number): Promise<void> {
    const quiet = this.#untilQuiet();
    this.#events.switched();
    if (this.#pause !== undefined) {
      const pause = this.#pause;
      this.#pause = undefined;
      pause.resolve(now);
    } else {
      const idle = this.#idle;
      this.#idle = undefined;
      idle?.resolve();
    }
    return quiet;
  }

  /** Unwinds everything: the kernel will never run again. */
  abandonAll(): void {
    for (const waiter of this.#suspended.values()) waiter.reject(abandoned);
    this.#suspended.clear();
    this.#idle?.reject(abandoned);
    this.#pause?.reject(abandoned);
    this.#idle = undefined;
    this.#pause = undefined;
    this.#becomeQuiet();
  }

  #run(coroutine: Promise<unknown>): void {
    coroutine.then(undefined, (error: unknown) => this.#events.trapped(error));
  }

  #untilQuiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#quiet = resolve;
    });
  }

  #becomeQuiet(): void {
    const quiet = this.#quiet;
    this.#quiet = undefined;
    quiet?.();
  }

  #switch(previous: number, next: number): Promise<void> {
    this.switches++;
    return new Promise((resolve, reject) => {
      this.#suspended.set(previous, { resolve, reject });
      const waiter = this.#suspended.get(next);
      if (waiter === undefined) {
        this.#enter("task_entry", next);
      } else {
        this.#suspended.delete(next);
        waiter.resolve();
      }
      this.#events.switched();
    });
  }

  /** In a microtask: the caller is still on its own stack and must suspend first. */
  #enter(entry: keyof TaskEntries, task: number): void {
    void Promise.resolve().then(() => {
      const enter = this.#entries?.[entry];
      if (enter !== undefined) this.#run(enter(task));
    });
  }

  #restart(task: number): Promise<void> {
    return new Promise((_resolve, reject) => {
      void Promise.resolve().then(() => {
        reject(abandoned);
        const enter = this.#entries?.user_entry;
        if (enter !== undefined) this.#run(enter(task));
      });
    });
  }

  #free(task: number): void {
    const waiter = this.#suspended.get(task);
    this.#suspended.delete(task);
    waiter?.reject(abandoned);
  }

  #waitIdle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#idle = { resolve, reject };
      this.#events.idle();
      this.#becomeQuiet();
    });
  }

  #waitPause(until: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.pauses++;
      this.#pause = { resolve, reject };
      this.#events.paused(until);
      this.#becomeQuiet();
    });
  }
}
