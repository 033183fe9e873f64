// SPDX-License-Identifier: MIT
/** Where this checkout is, and its version. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout: the folder of `./dce` and package.json. */
export const checkout: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The version in package.json. */
export function version(): string {
  const text = readFileSync(join(checkout, "package.json"), "utf8");
  const about: { readonly version: string } = JSON.parse(text);
  return about.version;
}
