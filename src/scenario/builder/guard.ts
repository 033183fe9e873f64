// SPDX-License-Identifier: MIT
/**
 * While `build` runs, what would make it differ from run to run throws: clocks, timers, chance and
 * the network of the machine. This is the only place below the edge that touches the global object.
 */

const what: Readonly<Record<string, string>> = {
  Date: "a clock",
  performance: "a clock",
  setTimeout: "a timer",
  setInterval: "a timer",
  setImmediate: "a timer",
  crypto: "chance",
  fetch: "the machine's network",
};

/** Thrown inside `build`; its message says what to use instead. */
export class GuardError extends Error {
  override readonly name = "GuardError";
}

function refuse(name: string, kind: string): never {
  const instead =
    kind === "chance"
      ? "Use net.random(name): the same seed gives the same numbers"
      : "The same parameters and seed must give the same scenario: read data before, by import";
  throw new GuardError(`${name} is ${kind}, which build may not use. ${instead}.`);
}

/** A stand-in that throws however it is used. */
function forbidden(name: string, kind: string): unknown {
  const no = (): never => refuse(name, kind);
  return new Proxy(function stub() {}, { apply: no, construct: no, get: no });
}

/** Calls `body` with the guard up. */
export function guarded<T>(body: () => T): T {
  const undo: (() => void)[] = [];
  const replace = (owner: object, key: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, key);
    if (before === undefined || before.configurable !== true) return;
    undo.push(() => Object.defineProperty(owner, key, before));
    Object.defineProperty(owner, key, { configurable: true, writable: true, value });
  };
  try {
    for (const [name, kind] of Object.entries(what)) {
      replace(globalThis, name, forbidden(name, kind));
    }
    replace(Math, "random", () => refuse("Math.random", "chance"));
    return body();
  } finally {
    for (const one of undo) one();
  }
}
