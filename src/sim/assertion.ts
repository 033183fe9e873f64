// SPDX-License-Identifier: MIT
/**
 * Assertions: a broken rule of the program itself, never a mistake of the user. They stop the run.
 *
 * On paths taken for every frame test first and call `fail`, so that no message is built:
 * `if (timeNs < nowNs) fail(...)`.
 */

/** A rule of the simulator was broken by the simulator. */
export class AssertionFailure extends Error {
  override readonly name = "AssertionFailure";
}

export function fail(message: string): never {
  throw new AssertionFailure(message);
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) fail(message);
}
