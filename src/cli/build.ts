// SPDX-License-Identifier: MIT
/** `dce build`: builds recipes, or lists them. */
import { CommandError, EXIT } from "./exit-status.ts";
import type { Providers } from "./providers.ts";
import { distance } from "./scenario-file.ts";
import { coloursOf, columns, shellWord } from "./terminal.ts";

/** Series of kernels that later releases build. */
const laterKernels = /^linux@(?!6\.12$)/;

/** Builds what is not built; all recipes when none is named. */
export async function build(names: readonly string[], providers: Providers): Promise<number> {
  const service = await providers.recipes();
  const recipes = await service.list();
  const known = recipes.map((recipe) => recipe.name);
  const wanted =
    names.length === 0 ? known : names.map((name) => name.replace(/^linux@6\.12$/, "linux"));
  for (const name of wanted) if (!known.includes(name)) throw unknownRecipe(name, known);
  const built = await service.provide(wanted, false);
  const rows = built.map((recipe) => [recipe.name, recipe.version, recipe.folder]);
  process.stdout.write(`${columns(rows)}\n`);
  return EXIT.ok;
}

function unknownRecipe(name: string, known: readonly string[]): CommandError {
  if (laterKernels.test(name)) {
    const message = `Cannot build '${name}': other kernels than 6.12 come with a later release.`;
    return new CommandError(message, EXIT.failed);
  }
  const near = known.filter((one) => distance(one, name) <= 2);
  const hint = near.length > 0 ? ` Near: ${near.join(", ")}.` : "";
  const message = `Cannot build '${name}': no recipe of that name.${hint} All: dce build --list`;
  return new CommandError(message, EXIT.failed);
}

/** All recipes with version, licence, state and changed upstream lines. */
export async function list(providers: Providers): Promise<number> {
  const colours = coloursOf(process.stdout);
  const recipes = await (await providers.recipes()).list();
  const head = ["recipe", "version", "licence", "state", "changed lines", "commands"];
  const rows = recipes.map((recipe) => [
    recipe.name,
    recipe.version,
    recipe.licence,
    recipe.state === "built" ? colours.green(recipe.state) : recipe.state,
    String(recipe.changedLines),
    few(recipe.commands),
  ]);
  process.stdout.write(`${columns([head.map((word) => colours.dim(word)), ...rows])}\n`);
  for (const { name, reason } of recipes) {
    if (reason !== "") process.stdout.write(`${name}: more than 50 lines: ${reason}\n`);
  }
  return EXIT.ok;
}

function few(commands: readonly string[]): string {
  const shown = commands.slice(0, 6).map(shellWord).join(" ");
  return commands.length > 6 ? `${shown} … (${commands.length})` : shown;
}
