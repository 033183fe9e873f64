// SPDX-License-Identifier: MIT
/**
 * The real command with an engine and builds that are not: for tests of the command alone.
 * `node fake-main.ts run FILE` is used as `dce run FILE`.
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkout } from "../checkout.ts";
import { keepCompiled } from "../compile-cache.ts";
import { fakeRecipes } from "./fake-recipes.ts";

const providers = {
  recipes: async () => fakeRecipes(),
  engine: new URL("./fake-engine.ts", import.meta.url).href,
  entry: join(checkout, "src/index.ts"),
  script: fileURLToPath(import.meta.url),
};

keepCompiled();
const { dispatch } = await import("../commands.ts");
process.exitCode = await dispatch(process.argv.slice(2), providers);
