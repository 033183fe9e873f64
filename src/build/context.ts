// SPDX-License-Identifier: MIT
/** Makes what a recipe's `build` gets, and runs it in a temporary folder. */
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Cache } from "./cache.ts";
import { type Log, runCommand } from "./command.ts";
import { applyPatches } from "./patches.ts";
import { type BuildContext, BuildError, type Recipe } from "./recipe.ts";
import { type Choice, unpack } from "./sources.ts";

/** What one build starts from. */
export interface Workshop {
  readonly root: string;
  readonly cache: Cache;
  readonly recipe: Recipe;
  readonly log: Log;
  /** Path of each source's archive and what was taken. */
  readonly archives: Readonly<Record<string, { path: string; choice: Choice }>>;
  /** Published folder of each need. */
  readonly needs: Readonly<Record<string, string>>;
  readonly note: (text: string) => void;
  /** Publishes the folder of a part. */
  readonly publish: (part: string, folder: string) => Promise<void>;
}

function overlayOf(shop: Workshop, path: string): string {
  const declared = (shop.recipe.overlays ?? []).some(
    (name) => path === name || path.startsWith(`${name}/`),
  );
  if (!declared && !path.startsWith(`recipes/${shop.recipe.name}/`)) {
    throw new BuildError(`Recipe '${shop.recipe.name}' reads '${path}', which is no overlay.`);
  }
  return join(shop.root, path);
}

function npmFile(shop: Workshop, path: string): string {
  const declared = (shop.recipe.npm ?? []).some((name) => path.startsWith(`${name}/`));
  if (!declared) {
    throw new BuildError(`Recipe '${shop.recipe.name}' reads '${path}' of no declared package.`);
  }
  return join(shop.root, "node_modules", path);
}

function makeContext(shop: Workshop, temporary: string): BuildContext {
  const out = join(temporary, "out");
  const work = join(temporary, "work");
  const names = shop.recipe.sources.map((source) => source.name);
  const sources = Object.fromEntries(names.map((name) => [name, join(temporary, "source", name)]));
  const taken = Object.entries(shop.archives).map(([name, { choice }]): [string, string] => [
    name,
    choice.version,
  ]);
  const inside = (path: string): string => {
    const target = join(out, path);
    if (!target.startsWith(`${out}/`)) throw new BuildError(`'${path}' is outside of out.`);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  return {
    source: sources[names[0] ?? ""] ?? work,
    sources,
    versions: Object.fromEntries(taken),
    work,
    out,
    needs: shop.needs,
    jobs: availableParallelism(),
    temporary,
    overlay: (path) => overlayOf(shop, path),
    npm: (path) => npmFile(shop, path),
    run: (command, args, options) => runCommand(shop.log, work, command, args, options),
    install: (from, to) => cp(from, inside(to), { recursive: true, verbatimSymlinks: true }),
    symlink: async (target, link) => {
      const path = inside(link);
      rmSync(path, { force: true });
      symlinkSync(target, path);
    },
    publish: (part) => publishPart(shop, temporary, part),
    note: shop.note,
  };
}

async function publishPart(shop: Workshop, temporary: string, part: string): Promise<void> {
  const from = join(temporary, "out", part);
  if (!(shop.recipe.parts ?? []).includes(part) || !existsSync(from)) {
    throw new BuildError(`Recipe '${shop.recipe.name}' has no part '${part}' to publish.`);
  }
  const copy = join(temporary, "parts", part);
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(from, copy, { recursive: true, verbatimSymlinks: true });
  await shop.publish(part, copy);
}

/**
 * Unpacks, patches and builds below `temporary`.
 * @returns the folder to publish
 */
export async function build(shop: Workshop, temporary: string): Promise<string> {
  const { recipe, log } = shop;
  for (const folder of ["source", "work", "out"]) mkdirSync(join(temporary, folder));
  for (const source of recipe.sources) {
    const archive = shop.archives[source.name];
    if (!archive) throw new BuildError(`Source '${source.name}' was not fetched.`);
    shop.note(`unpacking ${archive.choice.file}`);
    const folder = join(temporary, "source", source.name);
    mkdirSync(folder);
    await unpack(log, archive.path, folder, source.exclude ?? []);
    await applyPatches(log, shop.root, source, folder);
  }
  shop.note("");
  await recipe.build(makeContext(shop, temporary));
  return join(temporary, "out");
}
