// SPDX-License-Identifier: MIT
/** Says in one sentence that a browser cannot run kernels. Detected, not guessed from its name. */
import { canSuspend } from "../wasm/coroutine.ts";

/** @throws Error with that sentence */
export function checkStackSwitching(): void {
  if (canSuspend()) return;
  throw new Error(
    "This browser cannot run a simulation: it lacks WebAssembly stack switching (JSPI), which " +
      "Chromium has from version 137 on.",
  );
}
