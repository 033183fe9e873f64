// SPDX-License-Identifier: MIT
/**
 * Tells `./dce cc` where the built compiler is: one line in `.build/toolchain` of the checkout,
 * read by the shell, so that compiling starts no Node. And tells the compiler, which is in the
 * cache and may be started by its own name, which checkout has a Node for its linker: one line in
 * `home` of the cache.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Replaces a file of one line if it says something else. One that cannot be written is no error.
 */
function writeLine(file: string, text: string): void {
  const line = `${text}\n`;
  try {
    if (readFileSync(file, "utf8") === line) return;
  } catch {
    // Not there yet.
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    const own = `${file}.${process.pid}`;
    writeFileSync(own, line);
    renameSync(own, file);
  } catch {
    // `./dce cc` then asks Node each time.
  }
}

/** Writes both. `musl`: the published folder of the recipe. */
export function rememberToolchain(root: string, cache: string, musl: string): void {
  writeLine(join(root, ".build", "toolchain"), musl);
  writeLine(join(cache, "home"), root);
}
