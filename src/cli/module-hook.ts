// SPDX-License-Identifier: MIT
/**
 * Resolves the import `dce` to this checkout for every module that is loaded from now on, so that
 * a scenario runs wherever it lies and needs no package.json. Types are stripped in place, so that
 * line numbers are true.
 */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

let registered = false;

/**
 * Once for a process; calling it again does nothing.
 * @param entry the file that `import "dce"` means
 */
export function resolveDce(entry: string): void {
  if (registered) return;
  registered = true;
  const url = pathToFileURL(entry).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === "dce") return { url, format: "module-typescript", shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      // Without a package.json Node would guess the kind of a .ts or .js file, and warn.
      if (!resolved.url.startsWith("file:") || resolved.format === "json") return resolved;
      if (resolved.url.endsWith(".ts")) return { ...resolved, format: "module-typescript" };
      const own = resolved.url.endsWith(".js") && !resolved.url.includes("/node_modules/");
      if (own && (resolved.format ?? null) === null) return { ...resolved, format: "module" };
      return resolved;
    },
  });
}
