// SPDX-License-Identifier: MIT
/**
 * Signal numbers and wait statuses as Linux has them (include/uapi/asm-generic/signal.h, wait(2)).
 */

const names = [
  "",
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGUSR1",
  "SIGSEGV",
  "SIGUSR2",
  "SIGPIPE",
  "SIGALRM",
  "SIGTERM",
  "SIGSTKFLT",
  "SIGCHLD",
  "SIGCONT",
  "SIGSTOP",
  "SIGTSTP",
  "SIGTTIN",
  "SIGTTOU",
  "SIGURG",
  "SIGXCPU",
  "SIGXFSZ",
  "SIGVTALRM",
  "SIGPROF",
  "SIGWINCH",
  "SIGIO",
  "SIGPWR",
  "SIGSYS",
] as const;

/** Those whose default action dumps core: the process did something wrong. */
const faults = new Set([3, 4, 5, 6, 7, 8, 11, 24, 25, 31]);

/** The first real-time signal that glibc leaves to programs: the names count from it. */
const RTMIN = 34;
const LAST = 64;

/**
 * Of every name that `signalName` gives.
 * @throws RangeError: no signal of that name
 */
export function signalNumber(name: string): number {
  const nth = /^SIGRTMIN\+(-?\d+)$/.exec(name)?.[1];
  const least = nth === undefined ? 1 : names.length;
  const number =
    nth === undefined ? (names as readonly string[]).indexOf(name) : RTMIN + Number(nth);
  if (number < least || number > LAST) throw new RangeError(`No signal is called "${name}"`);
  return number;
}

/** "SIGSEGV"; real-time signals are "SIGRTMIN+n". */
export function signalName(number: number): string {
  return names[number] ?? `SIGRTMIN+${number - RTMIN}`;
}

export function isFault(signal: number): boolean {
  return faults.has(signal);
}

export type ProcessEnding =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "signaled"; readonly signal: number };

/** What a wait status says; only of a process that has ended. */
export function parseWaitStatus(waitStatus: number): ProcessEnding {
  const signal = waitStatus & 0x7f;
  return signal === 0
    ? { kind: "exited", status: (waitStatus >> 8) & 0xff }
    : { kind: "signaled", signal };
}
