// SPDX-License-Identifier: MIT
/**
 * Builds recipes and what they need, unless the cache has them.
 *
 * ```ts
 * const built = await buildRecipes(["iperf3"]);
 * built.get("iperf3")?.folder; // …/out/iperf3-3.9-…
 * ```
 * What is cached costs a few hashes and prints nothing. Interrupted by a signal, the process ends
 * with status 128 + n and leaves nothing half: finished builds stay, the next start goes on.
 */
import { availableParallelism } from "node:os";
import { Apt } from "./apt.ts";
import { Cache, type Entry } from "./cache.ts";
import { Log } from "./command.ts";
import { build } from "./context.ts";
import { untilInterrupted } from "./interrupt.ts";
import { partKey } from "./key.ts";
import { checkout, loadWithNeeds, recipeNames } from "./load.ts";
import { lock } from "./lock.ts";
import { duration, Progress, type Row, type Screen } from "./progress.ts";
import { BuildError, type Recipe } from "./recipe.ts";
import { type Job, runJobs } from "./scheduler.ts";
import { type Choice, fetchSource } from "./sources.ts";
import { BuildState } from "./state.ts";
import { unpackTools } from "./toolchain.ts";
import { rememberToolchain } from "./toolchain-path.ts";
import { installPackages, missingPackages } from "./tools.ts";

/** How recipes are built. */
export interface BuildOptions {
  /** The checkout; default: the one of this file. */
  readonly root?: string;
  /** Folder of the cache; default: `$DCE_CACHE` or `~/.cache/dce`. */
  readonly cache?: string;
  /** Where progress goes; default: standard error. */
  readonly screen?: Screen;
}

const durationsFile = "durations.json";

/** One run of the engine. */
class Builds {
  private readonly root: string;
  private readonly cache: Cache;
  private readonly recipes: readonly Recipe[];
  private readonly durations: Record<string, number>;
  private readonly archives = new Map<string, Record<string, { path: string; choice: Choice }>>();
  private readonly logs = new Map<string, Log>();
  private readonly rows = new Map<string, Row>();
  private readonly screen: Screen;
  private readonly progress: Progress;
  state: BuildState;

  constructor(root: string, cache: Cache, recipes: readonly Recipe[], screen: Screen) {
    this.root = root;
    this.cache = cache;
    this.recipes = recipes;
    this.screen = screen;
    this.state = new BuildState(root, cache, recipes);
    this.durations = cache.readJson(durationsFile, {});
    this.progress = new Progress(screen, ["packages", ...recipes.map(label)]);
  }

  missing(): Recipe[] {
    return this.recipes.filter((recipe) => !this.state.entries.has(recipe.name));
  }

  private seconds(recipe: Recipe): number {
    return this.durations[recipe.name] ?? recipe.seconds;
  }

  private announce(missing: readonly Recipe[]): void {
    const first = Object.keys(this.durations).length === 0;
    const names = missing.map(label).join(", ");
    const total = missing.reduce((sum, recipe) => sum + this.seconds(recipe), 0);
    const time = total > 90 ? `${Math.ceil(total / 60)} minutes` : duration(total);
    const why = first ? "First use on this machine: building" : "New or changed: building";
    this.screen.write(`${why} ${names} from source, once. About ${time}.\n`);
  }

  private async installMissing(missing: readonly Recipe[]): Promise<void> {
    const tools = [...unpackTools, ...missing.flatMap((recipe) => recipe.tools)];
    const packages = missingPackages(tools);
    if (packages.length === 0) return;
    const log = new Log(this.cache.path("log", "packages.log"));
    const row = this.progress.start("packages", 60, () => packages.join(" "));
    try {
      await withTail(log, () => installPackages(packages, log));
      row.done(true, `${packages.join(" ")} (apt)`);
    } catch (error) {
      row.done(false);
      throw error;
    }
    this.state = new BuildState(this.root, this.cache, this.recipes);
  }

  /** Builds all that is missing. */
  async run(): Promise<void> {
    this.announce(this.missing());
    try {
      await this.installMissing(this.missing());
      const missing = this.missing();
      const places = missing.flatMap((recipe) =>
        recipe.sources.flatMap((source) => source.versions.flatMap((version) => version.places)),
      );
      const aptLog = new Log(this.cache.path("log", "apt.log"));
      const apt = new Apt(this.cache, aptLog, places);
      const jobs = missing.flatMap((recipe) => [this.fetchJob(recipe, apt), this.buildJob(recipe)]);
      try {
        await withTail(aptLog, () => runJobs(jobs, availableParallelism()));
      } finally {
        for (const recipe of missing) await this.logs.get(recipe.name)?.close();
      }
    } finally {
      this.progress.stop();
    }
  }

  private log(recipe: Recipe): Log {
    const log = this.logs.get(recipe.name) ?? new Log(this.cache.path("log", `${recipe.name}.log`));
    this.logs.set(recipe.name, log);
    return log;
  }

  private row(recipe: Recipe): Row {
    const log = this.log(recipe);
    const row =
      this.rows.get(recipe.name) ??
      this.progress.start(label(recipe), this.seconds(recipe), () => log.current);
    this.rows.set(recipe.name, row);
    return row;
  }

  private fetchJob(recipe: Recipe, apt: Apt): Job {
    const run = async (): Promise<void> => {
      const found: Record<string, { path: string; choice: Choice }> = {};
      let now = "";
      let row: Row | undefined;
      const note = (text: string): void => {
        now = text;
        row ??= this.progress.start(label(recipe), 0, () => now);
      };
      const tell = (message: string): void => this.progress.say(message);
      const fetching = { cache: this.cache, apt, log: this.log(recipe), note, tell };
      try {
        for (const source of recipe.sources) {
          found[source.name] = await fetchSource(fetching, recipe, source);
        }
      } finally {
        row?.drop();
      }
      this.archives.set(recipe.name, found);
    };
    return { name: fetchName(recipe), needs: [], seconds: 1, occupies: false, run };
  }

  private buildJob(recipe: Recipe): Job {
    const needs = (recipe.needs ?? []).filter((need) => !this.state.entries.has(need));
    return {
      name: recipe.name,
      needs: [fetchName(recipe), ...needs],
      seconds: this.seconds(recipe),
      occupies: true,
      run: (partDone) => this.buildOne(recipe, partDone),
    };
  }

  private async buildOne(recipe: Recipe, partDone: (part: string) => void): Promise<void> {
    const key = this.state.key(recipe);
    if (key === undefined) throw new BuildError(`'${recipe.name}' lacks what it needs.`);
    if (this.state.look(recipe)) return;
    const row = this.row(recipe);
    const held = await lock(this.cache.path("locks", key), () => {
      row.note("another process builds it");
    });
    try {
      // The one that was waited for has built it.
      if (!this.state.look(recipe)) await this.buildLocked(recipe, key, row, partDone);
      row.done(true);
    } catch (error) {
      row.done(false);
      throw error;
    } finally {
      held.release();
    }
  }

  private async buildLocked(
    recipe: Recipe,
    key: string,
    row: Row,
    partDone: (part: string) => void,
  ): Promise<void> {
    const { cache, state } = this;
    const startMs = Date.now();
    const log = this.log(recipe);
    const archives = this.archives.get(recipe.name) ?? {};
    const sources = Object.fromEntries(
      Object.entries(archives).map(([name, { choice }]) => [name, choice.version]),
    );
    const needs = Object.fromEntries(
      (recipe.needs ?? []).map((need) => [need, state.entries.get(need)?.folder ?? ""]),
    );
    const publish = (name: string, key: string, folder: string): void => {
      const seconds = Math.round((Date.now() - startMs) / 100) / 10;
      const facts = { name, version: recipe.version, key, seconds, sources };
      state.entries.set(name, cache.publish(folder, facts));
    };
    const temporary = cache.makeTemporary(`${recipe.name}-${key.slice(0, 12)}`);
    try {
      const shop = {
        root: this.root,
        cache,
        recipe,
        log,
        archives,
        needs,
        note: (text: string) => row.note(text),
        publish: async (part: string, folder: string): Promise<void> => {
          publish(`${recipe.name}/${part}`, partKey(key, part), folder);
          partDone(part);
        },
      };
      const out = await withTail(log, () => build(shop, temporary));
      publish(recipe.name, key, out);
      this.learn(recipe, (Date.now() - startMs) / 1000);
    } finally {
      cache.removeTemporary(temporary);
    }
  }

  /** Keeps how long it took, for the next estimate. */
  private learn(recipe: Recipe, seconds: number): void {
    this.durations[recipe.name] = Math.round(seconds);
    this.cache.writeJson(durationsFile, this.durations);
  }
}

function label(recipe: Recipe): string {
  return `${recipe.name} ${recipe.version}`;
}

function fetchName(recipe: Recipe): string {
  return `${recipe.name} (fetch)`;
}

/** Adds the log's last lines to an error of a command. */
async function withTail<T>(log: Log, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await log.close();
    if (!(error instanceof BuildError) || error.message.includes("\nLog: ")) throw error;
    throw new BuildError(`${error.message}\n${log.tail(25)}\nLog: ${log.path}`, { cause: error });
  }
}

/**
 * Builds recipes and all that they need; without names all recipes.
 * @returns what is built now, by recipe, and by "NAME/PART" for parts
 * @throws BuildError when a build fails, MissingError when system packages are missing (status 3)
 */
export async function buildRecipes(
  names: readonly string[],
  options: BuildOptions = {},
): Promise<ReadonlyMap<string, Entry>> {
  const root = options.root ?? checkout;
  const cache = new Cache(options.cache);
  const wanted = names.length > 0 ? names : recipeNames(root);
  const builds = new Builds(
    root,
    cache,
    await loadWithNeeds(root, wanted),
    options.screen ?? process.stderr,
  );
  cache.removeStale();
  if (builds.missing().length > 0) await untilInterrupted(() => builds.run());
  const musl = builds.state.entries.get("musl");
  if (musl) rememberToolchain(root, cache.folder, musl.folder);
  return builds.state.entries;
}
