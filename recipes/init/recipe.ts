// SPDX-License-Identifier: MIT
/** PID 1 of every host (ports/init). */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Recipe } from "../../src/build/recipe.ts";
import { llvm } from "../../src/build/toolchain.ts";

const recipe: Recipe = {
  name: "init",
  version: "1",
  licence: "MIT",
  sources: [],
  overlays: ["ports/init"],
  needs: ["musl"],
  tools: llvm,
  seconds: 2,
  async build(ctx) {
    const folder = ctx.overlay("ports/init");
    const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
    const out = join(ctx.work, "init");
    const flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffile-prefix-map=/=."];
    await ctx.run(`${ctx.needs.musl}/bin/dce-cc`, [...flags, ...sources.sort(), "-o", out], {
      cwd: folder,
    });
    await ctx.install(out, "root/sbin/init");
  },
};
export default recipe;
