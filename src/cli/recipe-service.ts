// SPDX-License-Identifier: MIT
/** The build layer as the command uses it. */
import { buildRecipes } from "../build/build.ts";
import { commandRecipes, listRecipes } from "../build/list.ts";
import { loadWithNeeds, recipeNames } from "../build/load.ts";
import { BuildError, MissingError } from "../build/recipe.ts";
import { unpackTools } from "../build/toolchain.ts";
import { missingPackages } from "../build/tools.ts";
import { checkCache } from "./cache-folder.ts";
import { checkout } from "./checkout.ts";
import { CommandError, EXIT } from "./exit-status.ts";
import type { RecipeService } from "./providers.ts";

/** @throws CommandError (status 3): builds cannot be kept where they are wanted */
export function recipeService(): RecipeService {
  checkCache();
  return {
    commands: () => commandRecipes(),
    async provide(names, quiet) {
      const screen = quiet ? { write: (): void => {} } : process.stderr;
      const entries = await explained(() => buildRecipes(names, { screen }));
      return names.map((name) => {
        const entry = entries.get(name);
        if (entry === undefined) {
          throw new CommandError(`Cannot build '${name}': it is not there.`, EXIT.failed);
        }
        const version = upstreamVersion(entry.sources[name] ?? entry.version);
        return { name, version, folder: entry.folder };
      });
    },
    missingPackages: () => explained(missingTools),
    async list() {
      return await explained(async () =>
        (await listRecipes()).map((recipe) => ({
          ...recipe,
          changedLines: recipe.sources.reduce((sum, source) => sum + source.changedLines, 0),
          reason: recipe.sources.map((source) => source.reason).find((text) => text !== "") ?? "",
        })),
      );
    },
  };
}

async function missingTools(): Promise<readonly string[]> {
  const recipes = await loadWithNeeds(checkout, recipeNames(checkout));
  return missingPackages([...unpackTools, ...recipes.flatMap((recipe) => recipe.tools)]);
}

/** Without the revision of the distribution's package: "6.12.117" of "6.12.117-1~deb12u1". */
function upstreamVersion(version: string): string {
  return version.replace(/-[^-]*$/, "");
}

/** Errors of builds as errors of the command: 3 with the cure, 1 with the end of the log. */
async function explained<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MissingError) throw new CommandError(error.message, EXIT.machine);
    if (error instanceof BuildError) throw new CommandError(error.message, EXIT.failed);
    throw error;
  }
}
