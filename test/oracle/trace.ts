// SPDX-License-Identifier: MIT
/**
 * Reads what strace wrote of a program: for each line that the program printed, the system calls
 * that the same task made since the line before, each with how it ended.
 */

export interface Assertion {
  /** The line, as the program printed it. */
  readonly line: string;
  /** "openat ok", "openat ENOENT": sorted, each once. */
  readonly calls: readonly string[];
}

/**
 * Left out: what libc does by itself, and what is made or not, or made more often, as time goes.
 */
const noise = new Set(
  [
    "arch_prctl set_tid_address set_robust_list brk rseq vfork clone clone3 exit exit_group",
    "futex nanosleep clock_nanosleep clock_gettime gettimeofday restart_syscall rt_sigreturn",
  ].flatMap((names) => names.split(" ")),
);

/** Names that only older architectures have, by the name that every architecture has. */
const generic: Readonly<Record<string, string>> = {
  accept: "accept4",
  access: "faccessat",
  alarm: "setitimer",
  chmod: "fchmodat",
  chown: "fchownat",
  creat: "openat",
  dup2: "dup3",
  epoll_create: "epoll_create1",
  epoll_wait: "epoll_pwait",
  eventfd: "eventfd2",
  getpgrp: "getpgid",
  inotify_init: "inotify_init1",
  lchown: "fchownat",
  link: "linkat",
  lstat: "newfstatat",
  mkdir: "mkdirat",
  mknod: "mknodat",
  open: "openat",
  pause: "rt_sigsuspend",
  pipe: "pipe2",
  poll: "ppoll",
  readlink: "readlinkat",
  rename: "renameat2",
  renameat: "renameat2",
  rmdir: "unlinkat",
  select: "pselect6",
  signalfd: "signalfd4",
  stat: "newfstatat",
  symlink: "symlinkat",
  unlink: "unlinkat",
  utimes: "utimensat",
};

/** What is libc's matter, unless it is what the program is about. */
function isCounted(name: string, end: string, family: string): boolean {
  if (/^(?:mmap|munmap|mprotect|mremap|madvise)$/.test(name)) return family === "memory";
  if (/^(?:clock_)?nanosleep$/.test(name)) return family === "clock";
  if (name === "rt_sigprocmask") return end !== "ok" || /^(?:signal|poll)$/.test(family);
  if (name === "close") return end !== "ok";
  // The signal may come before the call is made.
  if (/^(?:rt_sigsuspend|pause|wait4|waitid)$/.test(name) && end === "interrupted") return false;
  return !noise.has(name);
}

/** strace's C string as text. */
function unescapeC(text: string): string {
  const letters: Record<string, string> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };
  return text.replaceAll(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (letters[code] ?? code),
  );
}

/** "ok", the error's name, or what a signal made of the call. */
function ending(result: string): string {
  const error = /^-1 (E\w+)/.exec(result)?.[1];
  if (error !== undefined) return error;
  return result.startsWith("?") ? "interrupted" : "ok";
}

/** One task of the trace. */
class Task {
  calls = new Set<string>();
  /** The beginning of a call that was interrupted by another task's line. */
  begun = "";
  /** The pipe by which libc's posix_spawn learns of a failed exec is not the program's. */
  #added = "";
  #spawning = false;

  add(name: string, words: string, end: string, family: string): void {
    if (name === "clone" && words.includes("CLONE_VFORK")) {
      if (this.#added.startsWith("pipe2 ")) this.calls.delete(this.#added);
      this.#spawning = true;
    } else if (name === "execve" && end === "ok") {
      this.calls = new Set(["execve ok"]);
    } else if (name === "read" && this.#spawning) {
      this.#spawning = false;
    } else if (isCounted(name, end, family)) {
      const call = `${generic[name] ?? name} ${end}`;
      this.#added = this.calls.has(call) ? "" : call;
      this.calls.add(call);
    }
  }
}

/**
 * @param text what `strace -f -o FILE` wrote
 * @param family of the program
 */
export function assertionsOf(text: string, family: string): Assertion[] {
  const tasks = new Map<string, Task>();
  const assertions: Assertion[] = [];
  // The first line is the program's own start.
  for (const line of text.split("\n").slice(1)) {
    const [, number = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const task = tasks.get(number) ?? new Task();
    tasks.set(number, task);
    const start = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (start !== undefined) {
      task.begun = start;
      continue;
    }
    const end = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const call = end === undefined ? rest : `${task.begun}${end}`;
    const [, name, words = "", result = ""] = /^(\w+)\((.*)\) += (.*)$/.exec(call) ?? [];
    if (name === undefined) continue;
    const said = name === "write" ? /^1, "(.*)", \d+$/.exec(words)?.[1] : undefined;
    if (said?.endsWith("\\n") === true) {
      assertions.push({ line: unescapeC(said).trimEnd(), calls: [...task.calls].sort() });
      task.calls.clear();
    } else {
      task.add(name, words, ending(result), family);
    }
  }
  return assertions;
}
