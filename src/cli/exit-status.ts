// SPDX-License-Identifier: MIT
/** The exit statuses of the command, and the error with one. Scripts depend on the numbers. */

export const EXIT = {
  ok: 0,
  /** The run, the build or the test did not end as expected. */
  failed: 1,
  /** The scenario or the command line is wrong; nothing was started. */
  wrong: 2,
  /** The machine lacks something; the message says the cure. */
  machine: 3,
  /** `dce exec` itself failed; 126 and 127 are of the program, as a shell has them. */
  execFailed: 125,
  cannotRun: 126,
  notFound: 127,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGPIPE: the reader of our standard output is gone. */
  brokenPipe: 141,
} as const;

/** An end of the command that has a message for people instead of a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The errno name of a failed call of the machine ("ENOENT"), or undefined. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
