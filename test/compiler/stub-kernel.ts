// SPDX-License-Identifier: MIT
/**
 * A kernel of a few system calls for one process, to test what a linked program promises and
 * expects: exports, first stack, threads, signals, faults. Nothing is timed, nothing is written
 * but the output text. The real kernel's part is tested with the real kernel.
 *
 * Calls of its own: 0x9000 (flags, signal) makes the next call's answer carry these flags and a
 * record of that signal, without making the call; 0x9001 tells how often the owed bit was seen.
 */
import { abandoned, promising, suspending } from "../../src/wasm/coroutine.ts";
import {
  compile,
  createMemory,
  type Exports,
  type Global,
  instantiate,
  type Memory,
  type WasmFunction,
} from "../../src/wasm/engine.ts";
import { importedMemoryLimits } from "../../src/wasm/memory-limits.ts";
import { layFirstStack } from "./first-stack.ts";
import { type Record, Signals } from "./stub-signals.ts";

export const errno = {
  ENOENT: 2,
  EINTR: 4,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  ENOTTY: 25,
  ENOSYS: 38,
};

const cloneVfork = 0x4000;
const cloneParentSetTid = 0x100000;
const cloneChildClearTid = 0x200000;

interface Waiter {
  readonly task: Task;
  readonly address: number;
  readonly resolve: (answer: bigint) => void;
}

export interface Task {
  readonly tid: number;
  clearTid: number;
  mask: bigint;
  record: Record | undefined;
  armed: number;
  /** Ends what the task waits in. */
  interrupt: (() => void) | undefined;
  /** Wakes the parent that waits in posix_spawn. */
  vforkParent: (() => void) | undefined;
}

export interface Ending {
  readonly status: number;
  readonly output: string;
}

/** The answer of a call: result and flags. */
export function answer(result: number, flags = 0): bigint {
  return (BigInt(flags) << 32n) | BigInt(result >>> 0);
}

export class StubKernel {
  readonly exports: Exports;
  readonly memory: Memory;
  readonly signals: Signals;
  output = "";
  executed: string[] = [];
  owedSeen = 0;
  private current: Task;
  private nextTid = 1;
  private pipe: number[] = [];
  private readonly waiters: Waiter[] = [];
  private finish: (status: number) => void = () => {};
  private readonly tasks = new Map<number, Task>();
  private readonly ready: (() => void)[] = [];
  private running = true;

  constructor(program: Uint8Array, maximumPages?: number) {
    const limits = importedMemoryLimits(program);
    if (limits === undefined) throw new Error("the program imports no memory");
    this.memory = createMemory(limits.initialPages, maximumPages ?? limits.maximumPages);
    this.signals = new Signals(this.memory);
    this.current = this.makeTask();
    this.exports = instantiate(compile(program), {
      env: { memory: this.memory },
      linux: { syscall: suspending((...words) => this.enter(words)) },
    });
  }

  view(): DataView {
    return new DataView(this.memory.buffer);
  }

  private makeTask(): Task {
    const tid = this.nextTid++;
    const task: Task = {
      tid,
      clearTid: 0,
      mask: 0n,
      record: undefined,
      armed: 0,
      interrupt: undefined,
      vforkParent: undefined,
    };
    this.tasks.set(tid, task);
    return task;
  }

  /** Runs the program to its end. */
  async run(argv: readonly string[], environment: readonly string[] = []): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.finish = resolve;
    const top = (this.exports["__stack_pointer"] as Global).value;
    const block = layFirstStack(this.memory, top, argv, environment);
    this.start(this.current, "_start", block);
    return { status: await promise, output: this.output };
  }

  /** Queues a task; one runs at a time, so that `current` is right in each call. */
  private makeReady(task: Task, go: () => void): void {
    this.ready.push(() => {
      this.current = task;
      go();
    });
    if (!this.running) this.leave();
  }

  /** The running task waits or has ended. */
  private leave(): void {
    this.running = false;
    queueMicrotask(() => {
      if (this.running) return;
      const next = this.ready.shift();
      if (!next) return;
      this.running = true;
      next();
    });
  }

  private start(task: Task, entry: string, ...words: number[]): void {
    promising(this.exports[entry] as WasmFunction)(...words).then(
      () => this.finish(entry === "__wasm_fault_entry" ? 139 : 0),
      (error: unknown) => this.trapped(task, error),
    );
  }

  /** A trap: the handler of SIGSEGV on a new coroutine, or the end. */
  private trapped(task: Task, error: unknown): void {
    if (error === abandoned) return;
    const signal = /unreachable/.test(String(error)) ? 4 : 11;
    const record = task.record ? undefined : this.signals.take(task, signal);
    if (!record) {
      this.output += `${String(error)}\n`;
      this.finish(128 + signal);
      return;
    }
    task.record = record;
    this.start(task, "__wasm_fault_entry");
  }

  /** One system call. Returns a promise when the task must wait. */
  private enter(words: readonly number[]): unknown {
    const task = this.current;
    const [raw = 0, a = 0, b = 0, c = 0, d = 0, e = 0] = words;
    if (task.armed) {
      const flags = task.armed;
      task.armed = 0;
      return answer(0, flags);
    }
    if (raw & 0x40000000) this.owedSeen += 1;
    const result = this.call(task, raw & ~0x40000000, [a, b, c, d, e]);
    if (typeof result !== "number") return result;
    if (task.armed) return answer(result);
    if (!task.record) task.record = this.signals.next(task);
    return answer(result, task.record ? 1 : 0);
  }

  private call(task: Task, nr: number, [a, b, c, d, e]: number[]): unknown {
    const args: Args = [a ?? 0, b ?? 0, c ?? 0, d ?? 0, e ?? 0];
    switch (nr) {
      case 0x8000:
        return this.signals.pull(task, args[0]);
      case 0x9000:
        task.armed = args[0];
        task.record = this.signals.take(task, args[1]);
        return 0;
      case 0x9001:
        return this.owedSeen;
      case 56: // openat
        return -errno.ENOENT;
      case 59: // pipe2
        this.view().setInt32(args[0], 10, true);
        this.view().setInt32(args[0] + 4, 11, true);
        this.pipe = [];
        return 0;
      case 63: // read
        return this.read(task, args);
      case 64: // write
        return this.write(args[0], args[1], args[2]);
      case 66: // writev
        return this.writeVector(args);
      case 93: // exit
        return this.exit(task);
      case 94: // exit_group
        return this.exitGroup(task, args[0]);
      case 96: // set_tid_address
        task.clearTid = args[0];
        return task.tid;
      case 124: // sched_yield
        return this.wait(task, (resolve) => resolve(answer(0)));
      case 172: // getpid
        return 1;
      case 178: // gettid
        return task.tid;
      case 220: // clone
        return this.clone(task, args);
      case 221: // execve
        return this.execute(task, args[0]);
      case 260: // wait4
        this.view().setInt32(args[1], 0, true);
        return args[0];
      case 422: // futex_time64
        return this.futex(task, args);
      default:
        return this.signals.call(
          ...([task, nr, args] as const),
          (tid) => this.tasks.get(tid)?.interrupt?.(),
          (status) => this.exitGroup(task, status),
        );
    }
  }

  private text(address: number): string {
    const bytes = new Uint8Array(this.memory.buffer, address);
    return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString();
  }

  /** Descriptor 10 is the pipe and empty at its end; every other one waits for ever. */
  private read(task: Task, [fd, to, length]: Args): unknown {
    if (fd === 10) {
      const bytes = this.pipe.splice(0, length);
      new Uint8Array(this.memory.buffer).set(bytes, to);
      return bytes.length;
    }
    return this.wait(task, (resolve) => {
      task.interrupt = () => {
        task.record = this.signals.next(task);
        const restart = task.record && task.record.flags & 0x10000000;
        resolve(answer(-errno.EINTR, restart ? 3 : 1));
      };
    });
  }

  private wait(task: Task, start: (resolve: (answer: bigint) => void) => void): Promise<bigint> {
    const { promise, resolve } = Promise.withResolvers<bigint>();
    start((value) => {
      task.interrupt = undefined;
      this.makeReady(task, () => resolve(value));
    });
    this.leave();
    return promise;
  }

  private write(fd: number, from: number, length: number): number {
    const bytes = new Uint8Array(this.memory.buffer).slice(from, from + length);
    if (fd === 11) this.pipe.push(...bytes);
    else if (fd === 1 || fd === 2) this.output += Buffer.from(bytes).toString("latin1");
    else return -errno.EBADF;
    return length;
  }

  private writeVector([fd, vector, count]: Args): number {
    let total = 0;
    for (let i = 0; i < count; i++) {
      const at = vector + 8 * i;
      total += this.write(fd, this.view().getUint32(at, true), this.view().getUint32(at + 4, true));
    }
    return total;
  }

  private clone(parent: Task, [flags, stack, parentTid, childTid, tls]: Args): unknown {
    const child = this.makeTask();
    child.mask = parent.mask;
    if (flags & cloneParentSetTid) this.view().setInt32(parentTid, child.tid, true);
    if (flags & cloneChildClearTid) child.clearTid = childTid;
    this.makeReady(child, () => this.start(child, "__wasm_thread_entry", stack, tls));
    if (!(flags & cloneVfork)) return child.tid;
    return this.wait(parent, (resolve) => {
      child.vforkParent = () => resolve(answer(child.tid));
    });
  }

  private execute(task: Task, path: number): unknown {
    const program = this.text(path);
    if (program !== "/bin/there") return -errno.ENOENT;
    this.executed.push(program);
    return this.exit(task);
  }

  /** The coroutine never goes on. */
  private exit(task: Task): Promise<never> {
    if (task.clearTid) {
      this.view().setInt32(task.clearTid, 0, true);
      this.wake(task.clearTid, 1);
    }
    task.vforkParent?.();
    this.leave();
    return Promise.reject(abandoned);
  }

  private exitGroup(task: Task, status: number): Promise<never> {
    if (task.vforkParent) return this.exit(task);
    this.finish(status);
    return Promise.reject(abandoned);
  }

  private wake(address: number, most: number): number {
    let woken = 0;
    for (let i = 0; i < this.waiters.length && woken < most; ) {
      if (this.waiters[i]?.address !== address) i++;
      else {
        this.waiters.splice(i, 1)[0]?.resolve(answer(0));
        woken++;
      }
    }
    return woken;
  }

  private futex(task: Task, [address, operation, value, , to]: Args): unknown {
    switch (operation & 127) {
      case 0:
        if (this.view().getInt32(address, true) !== value) return -errno.EAGAIN;
        return this.wait(task, (resolve) => {
          this.waiters.push({ task, address, resolve });
        });
      case 1:
        return this.wake(address, value);
      case 3: {
        const moved = this.waiters.findIndex((waiter) => waiter.address === address);
        const waiter = this.waiters[moved];
        if (waiter) this.waiters[moved] = { ...waiter, address: to };
        return waiter ? 1 : 0;
      }
      default:
        return -errno.ENOSYS;
    }
  }
}

export type Args = [number, number, number, number, number];
