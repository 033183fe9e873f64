// SPDX-License-Identifier: MIT
/** Handlers, masks and pending signals of the stub kernel, and the record that libc pulls. */
import type { Memory } from "../../src/wasm/engine.ts";
import type { Args, Task } from "./stub-kernel.ts";

/** What libc pulls for one call of a handler. */
export interface Record {
  readonly signal: number;
  readonly handler: number;
  readonly flags: number;
  readonly oldMask: bigint;
}

interface Action {
  handler: number;
  flags: number;
  mask: bigint;
}

const recordBytes = 152;
const bit = (signal: number): bigint => 1n << BigInt(signal - 1);

export class Signals {
  private readonly memory: Memory;
  private readonly actions = new Map<number, Action>();
  private readonly pending: { readonly signal: number; readonly tid: number }[] = [];

  constructor(memory: Memory) {
    this.memory = memory;
  }

  private view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** The record of a signal with a handler; blocks what its handler blocks. */
  take(task: Task, signal: number): Record | undefined {
    const action = this.actions.get(signal);
    if (!action || action.handler <= 1 || task.mask & bit(signal)) return undefined;
    const oldMask = task.mask;
    task.mask |= action.mask | bit(signal);
    return { signal, handler: action.handler, flags: action.flags, oldMask };
  }

  /** The lowest pending signal that this task may take. */
  next(task: Task): Record | undefined {
    this.pending.sort((a, b) => a.signal - b.signal);
    const i = this.pending.findIndex(
      ({ signal, tid }) => tid === task.tid && !(task.mask & bit(signal)),
    );
    const [taken] = i < 0 ? [] : this.pending.splice(i, 1);
    return taken && this.take(task, taken.signal);
  }

  pull(task: Task, to: number): number {
    const record = task.record;
    if (!record) return 0;
    task.record = undefined;
    const view = this.view();
    new Uint8Array(this.memory.buffer, to, recordBytes).fill(0);
    view.setInt32(to, record.signal, true);
    view.setUint32(to + 4, record.handler, true);
    view.setUint32(to + 8, record.flags, true);
    view.setBigUint64(to + 16, record.oldMask, true);
    view.setInt32(to + 24, record.signal, true);
    return 1;
  }

  private action(signal: number, set: number, old: number): number {
    const view = this.view();
    const before = this.actions.get(signal) ?? { handler: 0, flags: 0, mask: 0n };
    if (set) {
      const handler = view.getUint32(set, true);
      const flags = view.getUint32(set + 4, true);
      this.actions.set(signal, { handler, flags, mask: view.getBigUint64(set + 8, true) });
    }
    if (old) {
      view.setUint32(old, before.handler, true);
      view.setUint32(old + 4, before.flags, true);
      view.setBigUint64(old + 8, before.mask, true);
    }
    return 0;
  }

  private mask(task: Task, how: number, set: number, old: number): number {
    const view = this.view();
    if (old) view.setBigUint64(old, task.mask, true);
    if (!set) return 0;
    const value = view.getBigUint64(set, true);
    if (how === 0) task.mask |= value;
    else if (how === 1) task.mask &= ~value;
    else task.mask = value;
    return 0;
  }

  /** The calls about signals; the other ones do not exist. `end` ends the process. */
  call(
    task: Task,
    nr: number,
    args: Args,
    interrupt: (tid: number) => void,
    end: (status: number) => unknown,
  ): unknown {
    const [a, b, c] = args;
    switch (nr) {
      case 129: // kill
      case 130: // tkill
        if (!this.actions.get(b)?.handler) return end(128 + b);
        this.pending.push({ signal: b, tid: nr === 129 ? task.tid : a });
        if (nr === 130) interrupt(a);
        return 0;
      case 132: // sigaltstack
        return 0;
      case 134: // rt_sigaction
        return this.action(a, b, c);
      case 135: // rt_sigprocmask
        return this.mask(task, a, b, c);
      case 139: // rt_sigreturn
        task.mask = this.view().getBigUint64(a, true);
        return 0;
      default:
        return -38;
    }
  }
}
