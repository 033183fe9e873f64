// SPDX-License-Identifier: MIT
/** Finds recipes in a checkout. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BuildError, type Recipe } from "./recipe.ts";

/** The checkout that this file is in. */
export const checkout: string = join(import.meta.dirname, "..", "..");

function file(root: string, name: string): string {
  return join(root, "recipes", name, "recipe.ts");
}

/** Names of all recipes, sorted. */
export function recipeNames(root: string): string[] {
  const names = readdirSync(join(root, "recipes"));
  return names.filter((name) => existsSync(file(root, name))).sort();
}

/** Loads one recipe. */
export async function loadRecipe(root: string, name: string): Promise<Recipe> {
  if (!/^[\w.+-]+$/.test(name) || !existsSync(file(root, name))) {
    const all = recipeNames(root).join(", ");
    throw new BuildError(`Cannot build '${name}': no recipe of that name. Recipes: ${all}.`);
  }
  const module: { default: Recipe } = await import(pathToFileURL(file(root, name)).href);
  if (module.default.name !== name) {
    throw new BuildError(`recipes/${name}/recipe.ts is named '${module.default.name}'.`);
  }
  return module.default;
}

/** Loads recipes and all that they need, needs first. */
export async function loadWithNeeds(root: string, names: readonly string[]): Promise<Recipe[]> {
  const loaded = new Map<string, Recipe>();
  const open = new Set<string>();
  const visit = async (name: string): Promise<void> => {
    if (loaded.has(name)) return;
    if (open.has(name)) throw new BuildError(`Cannot build '${name}': it needs itself.`);
    open.add(name);
    const recipe = await loadRecipe(root, name);
    for (const need of recipe.needs ?? []) await visit(need.split("/", 1)[0] ?? need);
    loaded.set(name, recipe);
  };
  for (const name of names) await visit(name);
  return [...loaded.values()];
}
