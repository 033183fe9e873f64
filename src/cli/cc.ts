// SPDX-License-Identifier: MIT
/**
 * `dce cc` where the compiler must be built first, and for linking. `./dce` starts the compiler
 * itself when it is there.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "./check.ts";
import { checkout } from "./checkout.ts";
import { CommandError, EXIT } from "./exit-status.ts";
import type { Providers } from "./providers.ts";

/** Builds the toolchain when it is missing, then is the compiler. */
export async function compile(words: readonly string[], providers: Providers): Promise<number> {
  const service = await providers.recipes();
  const [musl] = await service.provide(["musl"], false);
  const driver = join(musl?.folder ?? "", "bin/dce-cc");
  if (!existsSync(driver)) {
    throw new CommandError(`Cannot compile: there is no '${driver}'.`, EXIT.failed);
  }
  return await runToEnd(driver, words, {
    env: { ...process.env, DCE_NODE: process.execPath, DCE_HOME: checkout },
  });
}
