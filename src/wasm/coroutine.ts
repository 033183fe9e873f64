// SPDX-License-Identifier: MIT
/**
 * Coroutines on the engine's stack switching (JSPI): the only file that names `Suspending` and
 * `promising`. A coroutine is one call of a promising export; it suspends in a suspending import.
 *
 * Between the two there must be wasm frames alone: one JavaScript frame and the engine refuses.
 * A coroutine that nobody will resume is rejected with `abandoned`, never dropped: the engine frees
 * the stack of the one and leaks that of the other.
 */
import { compile, type Exports, instantiate, type WasmFunction } from "./engine.ts";

declare const WebAssembly: {
  readonly Suspending: (new (body: (...parameters: number[]) => unknown) => object) | undefined;
  readonly promising: (entry: WasmFunction) => (...parameters: number[]) => Promise<unknown>;
};

/** Whether this engine can suspend (Node 26, Chromium 137 or newer). Detected, not guessed. */
export function canSuspend(): boolean {
  return typeof WebAssembly.Suspending === "function";
}

/** An import that may suspend its caller: it returns a promise of the call's result. */
export function suspending(body: (...parameters: number[]) => unknown): object {
  if (WebAssembly.Suspending === undefined) {
    throw new Error("This JavaScript engine cannot suspend WebAssembly (JSPI). Use Chromium 137+.");
  }
  return new WebAssembly.Suspending(body);
}

/**
 * Starts a coroutine with each call; the promise settles when its entry function returns or traps.
 */
export function promising(entry: WasmFunction): (...parameters: number[]) => Promise<unknown> {
  return WebAssembly.promising(entry);
}

/**
 * Rejecting a suspended coroutine with this unwinds it silently: it is the error object of a real
 * trap, which no handler in wasm catches, not even `catch_all`.
 */
export const abandoned: unknown = trapError();

function trapError(): unknown {
  // (module (func (export "t") unreachable))
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0];
  bytes.push(7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11);
  const exports: Exports = instantiate(compile(new Uint8Array(bytes)), {});
  try {
    (exports["t"] as () => void)();
  } catch (error) {
    return error;
  }
  throw new Error("unreachable did not trap");
}
