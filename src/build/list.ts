// SPDX-License-Identifier: MIT
/** What `dce build --list` shows. */
import { Cache } from "./cache.ts";
import { checkout, loadRecipe, loadWithNeeds, recipeNames } from "./load.ts";
import { sourceChangedLines } from "./patches.ts";
import type { Recipe } from "./recipe.ts";
import { chosen } from "./sources.ts";
import { BuildState } from "./state.ts";

/** One source of a recipe. */
export interface ListedSource {
  readonly name: string;
  readonly version: string;
  /** Upstream lines that our patches change. */
  readonly changedLines: number;
  /** Why they are more than 50; "" if they are not. */
  readonly reason: string;
}

/** One recipe. */
export interface ListedRecipe {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  readonly state: "built" | "not built";
  readonly sources: readonly ListedSource[];
  readonly commands: readonly string[];
  /** Folder of the build; "" if there is none. */
  readonly folder: string;
}

function listed(root: string, cache: Cache, state: BuildState, recipe: Recipe): ListedRecipe {
  const entry = state.entries.get(recipe.name);
  return {
    name: recipe.name,
    version: recipe.version,
    licence: recipe.licence,
    state: entry ? "built" : "not built",
    sources: recipe.sources.map((source) => ({
      name: source.name,
      version: chosen(cache, recipe, source).version,
      changedLines: sourceChangedLines(root, source),
      reason: source.patchReason ?? "",
    })),
    commands: recipe.commands ?? [],
    folder: entry?.folder ?? "",
  };
}

/** All recipes by name, with what is built of them. */
export async function listRecipes(
  options: { root?: string; cache?: string } = {},
): Promise<readonly ListedRecipe[]> {
  const root = options.root ?? checkout;
  const cache = new Cache(options.cache);
  const recipes = await loadWithNeeds(root, recipeNames(root));
  const state = new BuildState(root, cache, recipes);
  const list = recipes.map((recipe) => listed(root, cache, state, recipe));
  return list.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Which recipe gives which command, over all recipes. */
export async function commandRecipes(root: string = checkout): Promise<Map<string, string>> {
  const recipes = await Promise.all(recipeNames(root).map((name) => loadRecipe(root, name)));
  return new Map(
    recipes.flatMap((recipe) => (recipe.commands ?? []).map((name) => [name, recipe.name])),
  );
}
