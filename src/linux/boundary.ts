// SPDX-License-Identifier: MIT
/**
 * The boundary between a kernel image and its host: every function that crosses it, once, with its
 * wasm signature. Written by hand and compared in both directions with every built kernel's
 * imports and exports (boundary.test.ts), never generated from one.
 *
 * Times that cross are `f64` nanoseconds of the kernel's clock, which is virtual time + 2 s + 1 ns
 * (KERNEL_EPOCH_NS): hosts boot at -2 s, and the kernel takes a clock at 0 for a broken one.
 * Pointers and lengths are kernel addresses and bytes. The C side is
 * ports/linux/arch/wasm/include/asm/host.h, under the same names.
 */

export type ValueType = "i32" | "i64" | "f64";

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** How control may leave: a plain call, or one that may suspend the calling coroutine. */
  readonly kind: "plain" | "suspending" | "promising";
  readonly meaning: string;
}

function plain(
  parameters: readonly ValueType[],
  results: readonly ValueType[],
  meaning: string,
): Signature {
  return { parameters, results, kind: "plain", meaning };
}

function suspending(
  parameters: readonly ValueType[],
  results: readonly ValueType[],
  meaning: string,
): Signature {
  return { parameters, results, kind: "suspending", meaning };
}

function promising(parameters: readonly ValueType[], meaning: string): Signature {
  return { parameters, results: [], kind: "promising", meaning };
}

/** What the kernel calls, module `host`. */
export const kernelImports: Readonly<Record<string, Signature>> = {
  console_write: plain(["i32", "i32"], [], "text for the kernel's console"),
  stop: plain(["i32"], [], "0 halt, 1 restart, 2 power off, 3 panic; does not return"),
  set_timer: plain(["f64"], [], "next timer interrupt at this kernel time; negative: none"),
  boot_block: plain(["i32", "i32"], ["i32"], "copies the host's boot block; its length"),
  net_xmit: plain(
    ["i32", "i32", "i32", "f64"],
    ["i32"],
    "port, frame, length, now; 1: the transmit ring is full, stop the queue",
  ),
  p9_request: plain(
    ["i32", "i32", "i32", "i32"],
    ["i32"],
    "a 9P message and room for the reply; the reply's length",
  ),
  control_read: plain(["i32", "i32"], ["i32"], "takes the next control record; 0: none waits"),
  control_write: plain(["i32", "i32"], [], "a report of init: one record"),
  stdin_read: plain(["i32", "i32"], ["i32"], "bytes of the command's standard input; 0: its end"),
  process_exec: plain(["i32", "i32", "i32"], [], "pid, its arguments (NUL-terminated), length"),
  process_exit: plain(["i32", "i32", "i32"], [], "pid, wait status, parent's pid"),
  exec_file: plain(
    ["f64", "i32"],
    ["i32"],
    "9P qid path and version of a program: handle of a new instance, or -errno",
  ),
  exec_image: plain(["i32", "i32"], ["i32"], "the same of a program's bytes"),
  user_function: plain(
    ["i32", "i32"],
    ["i32"],
    "handle, USER_FUNCTION: index of that function in the kernel's table, 0: there is none",
  ),
  user_stack: plain(["i32"], ["i32"], "handle: top of the program's first stack"),
  user_release: plain(["i32"], [], "handle: nobody uses this instance any more"),
  task_free: plain(["i32"], [], "this task is gone: reject its suspended coroutine"),
  switch_task: suspending(
    ["i32", "i32"],
    [],
    "previous and next task: suspends the one, goes on with the other",
  ),
  idle: suspending([], [], "nothing to run until an interrupt says so"),
  pause: suspending(
    ["f64"],
    ["f64"],
    "the task computes until this time; returns then, or earlier if it is wanted: the time",
  ),
  restart: suspending(["i32"], [], "this task has a new program: enter it on a new coroutine"),
};

/**
 * What the host calls. Interrupts answer 1 when the suspended idle task or the paused task is to
 * go on.
 */
export const kernelExports: Readonly<Record<string, Signature>> = {
  boot: promising([], "first step: start_kernel, the same for every host, until it idles"),
  task_entry: promising(["i32"], "a new task's coroutine"),
  user_entry: promising(["i32"], "the same after exec"),
  user_fault: promising(
    ["i32", "i32", "i32"],
    "signal, code, address: the current task's program trapped",
  ),
  attach: plain(["f64"], ["i32"], "second step, an interrupt: read the boot block, start init"),
  timer_interrupt: plain(["f64"], ["i32"], "now: the time of set_timer has come"),
  control_interrupt: plain(["f64"], ["i32"], "now: a control record waits"),
  tx_wake: plain(["f64", "i32"], ["i32"], "now, port: the transmit ring has room"),
  link_change: plain(["f64", "i32", "i32"], ["i32"], "now, port, carrier"),
  rx_begin: plain(
    ["f64", "i32", "i32"],
    ["i32"],
    "now, port, length: where the frame goes; 0: no memory",
  ),
  rx_end: plain(["i32"], ["i32"], "port: the frame is there, deliver it"),
  user_syscall: plain(
    ["i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    ["i64"],
    "number and arguments of a program's call; low half the result, high half SYSCALL_FLAG bits",
  ),
  in_user_mode: plain([], ["i32"], "1: the current task runs its program's code"),
  current_pid: plain([], ["i32"], "pid of the current task"),
  waiting_tasks: plain(
    ["i32", "i32"],
    ["i32"],
    "writes a line `pid comm syscall-number` for each user task that waits; the length",
  ),
  now_ptr: plain([], ["i32"], "address of the kernel's clock, u64"),
  horizon_ptr: plain(
    [],
    ["i32"],
    "address of the horizon, f64: no event of the worker comes before",
  ),
  scratch_ptr: plain([], ["i32"], "address of a page for texts of waiting_tasks"),
};

/** The kernel imports its memory too, as `env.memory`, of the size that the host has decided. */

/** Exports of the image that are no functions. */
export const kernelObjects: Readonly<Record<string, "memory" | "table" | "global">> = {
  memory: "memory",
  __indirect_function_table: "table",
  __stack_pointer: "global",
  __heap_base: "global",
};

/** Kernel time at virtual time 0. CLOCK_MONOTONIC starts with the boot, so it is 2 s then. */
export const KERNEL_EPOCH_NS = 2_000_000_001;

/** Second argument of `user_function`. */
export const USER_FUNCTION = {
  start: 1,
  threadEntry: 2,
  faultEntry: 3,
  copyFromUser: 4,
  copyToUser: 5,
  clearUser: 6,
  strncpyFromUser: 7,
  strnlenUser: 8,
} as const;
