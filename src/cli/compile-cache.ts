// SPDX-License-Identifier: MIT
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { checkout } from "./checkout.ts";

/**
 * Keeps what Node makes of our modules, so that the next start of this thread's program is twice as
 * fast. Only for modules that are imported later; a checkout that cannot be written is no error.
 */
export function keepCompiled(): void {
  enableCompileCache(join(checkout, ".build/compile-cache"));
}
