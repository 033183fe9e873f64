// SPDX-License-Identifier: MIT
/**
 * What the command takes from the layers below, behind one interface, so that tests start the real
 * command with an engine and builds of their own.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "./checkout.ts";
import type { BuiltRecipe } from "./engine-job.ts";

/** One line of `dce build --list`. */
export interface RecipeLine {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** "built", "not built", …, as the build layer says it. */
  readonly state: string;
  /** Upstream lines that our patches change; 0: none. */
  readonly changedLines: number;
  /** Why they are more than 50; "": they are not. */
  readonly reason: string;
  readonly commands: readonly string[];
}

export interface RecipeService {
  /** Command to recipe: "ping" to "busybox". */
  commands(): Promise<ReadonlyMap<string, string>>;
  /**
   * The recipes' builds, made first where they are missing, with progress on standard error.
   * @param quiet without progress
   * @param names all when there are none
   * @throws CommandError: status 3 when the machine lacks something, 1 when a build fails
   */
  provide(names: readonly string[], quiet: boolean): Promise<readonly BuiltRecipe[]>;
  list(): Promise<readonly RecipeLine[]>;
  /** Packages of the distribution that builds lack. */
  missingPackages(): Promise<readonly string[]>;
}

export interface Providers {
  readonly recipes: () => Promise<RecipeService>;
  /** Address of the module that exports `simulate(plan, machine)`. */
  readonly engine: string;
  /** The file that `import "dce"` means. */
  readonly entry: string;
  /** The script that `--verify` starts again. */
  readonly script: string;
}

/** The real ones. */
export const product: Providers = {
  recipes: async () => (await import("./recipe-service.ts")).recipeService(),
  engine: pathToFileURL(join(checkout, "src/scenario/engine/simulate.ts")).href,
  entry: join(checkout, "src/index.ts"),
  script: join(checkout, "src/cli/main.ts"),
};

/** What every run needs, whatever its scenario uses. */
export const EVERY_RUN: readonly string[] = ["linux", "musl", "init", "busybox", "iproute2"];
