// SPDX-License-Identifier: MIT
/** Which recipes are built and which are not, from the cache and the checkout alone. */
import type { Cache, Entry } from "./cache.ts";
import { partKey, recipeKey } from "./key.ts";
import type { Recipe } from "./recipe.ts";
import { chosen } from "./sources.ts";
import { toolVersions } from "./tools.ts";

/** What is known of some recipes. Entries are by recipe, or by "NAME/PART". */
export class BuildState {
  readonly entries: Map<string, Entry> = new Map();
  private readonly root: string;
  private readonly cache: Cache;
  private readonly versions: ReadonlyMap<string, string>;

  constructor(root: string, cache: Cache, recipes: readonly Recipe[]) {
    this.root = root;
    this.cache = cache;
    this.versions = toolVersions(recipes.flatMap((recipe) => recipe.tools));
    for (const recipe of recipes) this.look(recipe);
  }

  /** The key of a recipe, if all that it needs is built. */
  key(recipe: Recipe): string | undefined {
    const needs: Record<string, string> = {};
    for (const need of recipe.needs ?? []) {
      const entry = this.entries.get(need);
      if (!entry) return undefined;
      needs[need] = entry.digest;
    }
    const shaping = recipe.tools.filter((tool) => tool.inKey).map((tool) => tool.package);
    const sources = recipe.sources.map((source): [string, string] => [
      source.name,
      chosen(this.cache, recipe, source).sha256,
    ]);
    return recipeKey(this.root, recipe, {
      sources: Object.fromEntries(sources),
      needs,
      tools: Object.fromEntries(shaping.map((name) => [name, this.versions.get(name) ?? ""])),
    });
  }

  /** Looks a recipe and its parts up in the cache. Returns whether all of it is there. */
  look(recipe: Recipe): boolean {
    const key = this.key(recipe);
    if (key === undefined) return false;
    const wanted = [
      { name: recipe.name, key },
      ...(recipe.parts ?? []).map((part) => ({
        name: `${recipe.name}/${part}`,
        key: partKey(key, part),
      })),
    ];
    let all = true;
    for (const { name, key } of wanted) {
      const entry = this.cache.find(name, recipe.version, key);
      if (entry) this.entries.set(name, entry);
      else all = false;
    }
    if (!all) this.entries.delete(recipe.name);
    return all;
  }
}
