// SPDX-License-Identifier: MIT
/** Ctrl-C: the first ends the run with its results, the second ends the command at once. */
import { EXIT } from "./exit-status.ts";

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

export interface Interrupt {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** 128 + the signal that came; undefined: none did. */
  status(): number | undefined;
  /** Signals do again what they did before. */
  release(): void;
}

export function catchInterrupts(): Interrupt {
  const controller = new AbortController();
  let status: number | undefined;
  const handlers = Object.entries(numbers).map(([name, number]) => {
    const handler = (): void => {
      if (status !== undefined) process.exit(EXIT.interrupted);
      status = 128 + number;
      controller.abort();
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    status: () => status,
    release: () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
