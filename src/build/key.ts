// SPDX-License-Identifier: MIT
/**
 * The key of a build: a hash over its inputs and nothing else. The engine itself is no input, so
 * that an edit of `src/` does not rebuild a port, unless a recipe names a folder of it as overlay.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { textDigest, treeDigest } from "./digest.ts";
import { patchFiles } from "./patches.ts";
import type { Recipe } from "./recipe.ts";

/** What a key covers beside the recipe's own files. */
export interface Inputs {
  /** Hash of each source's archive. */
  readonly sources: Readonly<Record<string, string>>;
  /** Hash of what each need has built. */
  readonly needs: Readonly<Record<string, string>>;
  /** Version of each tool that shapes the result. */
  readonly tools: Readonly<Record<string, string>>;
}

/** Raised when the same inputs are built in another way, so that old results are not taken. */
const generation = 1;

/** Files that say nothing about what is built. */
function isNoInput(name: string): boolean {
  return name.endsWith(".test.ts") || name.endsWith(".md") || name === "tsconfig.json";
}

/** Versions of npm packages in the checkout. */
function npmVersions(root: string, names: readonly string[]): Record<string, string> {
  const version = (name: string): string => {
    const file = join(root, "node_modules", name, "package.json");
    const facts: { version: string } = JSON.parse(readFileSync(file, "utf8"));
    return facts.version;
  };
  return Object.fromEntries(names.map((name) => [name, version(name)]));
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The key of a recipe in a checkout. */
export function recipeKey(root: string, recipe: Recipe, inputs: Inputs): string {
  const patches = recipe.sources.map((source) =>
    patchFiles(root, source).map((file) => textDigest(readFileSync(file, "utf8"))),
  );
  const overlays = (recipe.overlays ?? []).map((name) => [
    name,
    treeDigest(join(root, name), isNoInput),
  ]);
  return textDigest(
    JSON.stringify({
      generation,
      name: recipe.name,
      recipe: treeDigest(join(root, "recipes", recipe.name), isNoInput),
      sources: sorted(inputs.sources),
      patches,
      overlays,
      needs: sorted(inputs.needs),
      tools: sorted(inputs.tools),
      npm: sorted(npmVersions(root, recipe.npm ?? [])),
    }),
  );
}

/** The key of a part that a build publishes early. */
export function partKey(key: string, part: string): string {
  return textDigest(`${key}/${part}`);
}
