// SPDX-License-Identifier: MIT
/**
 * Puts the linker of dce-cc, src/build/cc and what it imports, into the built musl as plain
 * JavaScript. So a program's key, which covers the built musl, covers the post-link step too, and
 * a link starts without taking types away first.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, dirname, join } from "node:path";

/** Files and folders of src/build that the linker consists of. */
export const linkerSources: readonly string[] = ["cc", "postlink", "toolchain.ts"];

/** The text of one TypeScript file as JavaScript that imports JavaScript. */
export function emitJavaScript(text: string): string {
  return stripTypeScriptTypes(text).replace(/(\bfrom "\.[^"]*)\.ts"/g, '$1.js"');
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to.replace(/\.ts$/, ".js"), emitJavaScript(readFileSync(from, "utf8")));
}

/**
 * Writes the linker to a folder.
 * @param from absolute paths of the files and folders in `linkerSources`
 */
export function writeLinker(to: string, from: readonly string[]): void {
  for (const path of from) {
    const name = basename(path);
    if (name.endsWith(".ts")) copy(path, join(to, name));
    else {
      const files = readdirSync(path).filter((file) => /(?<!\.(?:test|bench))\.ts$/.test(file));
      for (const file of files) copy(join(path, file), join(to, name, file));
    }
  }
  writeFileSync(join(to, "package.json"), '{ "type": "module" }\n');
}

// The recipe runs this file in a process of its own, whose warnings go to the build's log.
if (import.meta.main) {
  const [to = "", ...from] = process.argv.slice(2);
  writeLinker(to, from);
}
