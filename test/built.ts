// SPDX-License-Identifier: MIT
/** Recipes as tests need them: built when they are not, from the cache when they are. */
import { buildRecipes } from "../src/build/build.ts";

export interface Built {
  readonly version: string;
  /** The recipe's published output. */
  readonly folder: string;
}

export async function built(name: string): Promise<Built> {
  const entries = await buildRecipes([name]);
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`${name} was not built`);
  return entry;
}
