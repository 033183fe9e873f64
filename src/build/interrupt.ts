// SPDX-License-Identifier: MIT
/** Ends cleanly on Ctrl-C: commands are stopped, temporary folders and locks are gone. */
import { removeTemporaries } from "./cache.ts";
import { killCommands } from "./command.ts";
import { releaseLocks } from "./lock.ts";

type Signal = "SIGHUP" | "SIGINT" | "SIGTERM";

const numbers: ReadonlyMap<Signal, number> = new Map([
  ["SIGHUP", 1],
  ["SIGINT", 2],
  ["SIGTERM", 15],
]);

async function end(signal: Signal): Promise<never> {
  await killCommands();
  removeTemporaries();
  releaseLocks();
  process.stderr.write("\nStopped. What was finished is kept; the next start goes on.\n");
  process.exit(128 + (numbers.get(signal) ?? 0));
}

/** Does work during which a signal ends this process with status 128 + n and nothing half left. */
export async function untilInterrupted<T>(act: () => Promise<T>): Promise<T> {
  const handlers = [...numbers.keys()].map((signal) => {
    const handler = (): void => void end(signal);
    process.on(signal, handler);
    return { signal, handler };
  });
  try {
    return await act();
  } finally {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  }
}
