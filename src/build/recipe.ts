// SPDX-License-Identifier: MIT
/**
 * What a recipe is: data that says where a program comes from, and one function that builds it.
 *
 * `recipes/NAME/recipe.ts` default-exports a `Recipe`. The engine fetches, verifies, unpacks and
 * patches the sources, calls `build` in a temporary folder and publishes `ctx.out` under a key
 * that covers the inputs named here and nothing else. So `build` may read only what the recipe
 * declares: its sources, its overlays, its needs and its tools.
 *
 * ```ts
 * import { llvm, makeTools } from "./toolchain.ts";
 * import type { Recipe } from "./recipe.ts";
 *
 * const recipe: Recipe = {
 *   name: "hello",
 *   version: "2.10",
 *   licence: "GPL-3.0-or-later",
 *   sources: [{
 *     name: "hello",
 *     versions: [{
 *       version: "2.10",
 *       sha256: "31e0…",
 *       places: [{ source: "hello", release: "bookworm", file: "hello_2.10.orig.tar.gz" }],
 *     }],
 *   }],
 *   needs: ["musl"],
 *   tools: [...llvm, ...makeTools],
 *   commands: ["hello"],
 *   seconds: 10,
 *   async build(ctx) {
 *     const cc = `${ctx.needs.musl}/bin/dce-cc`;
 *     await ctx.run("./configure", ["--host=wasm32-linux-musl", `CC=${cc}`], { cwd: ctx.source });
 *     await ctx.run("make", [`-j${ctx.jobs}`], { cwd: ctx.source });
 *     await ctx.install(`${ctx.source}/hello`, "root/usr/bin/hello");
 *   },
 * };
 * export default recipe;
 * ```
 */

/**
 * A package of the distribution that holds a source archive. With `source`, `file` is the name of
 * a file of that source package. With `binary`, it is the archive's path inside that package.
 * `release` is the distribution's name for a series, such as "bookworm".
 */
export type Place =
  | { readonly source: string; readonly release: string; readonly file: string }
  | { readonly binary: string; readonly release: string; readonly file: string };

/** One version of an archive: the hash of its bytes, and the places that all serve these bytes. */
export interface SourceVersion {
  readonly version: string;
  /** Of the archive itself, hexadecimal; for a binary package of the archive inside. */
  readonly sha256: string;
  readonly places: readonly Place[];
}

/** One upstream source. It is unpacked without its top folder and patched before `build`. */
export interface Source {
  /** Its key in `ctx.sources`. */
  readonly name: string;
  /**
   * Best first. When none is served any more, the newest of the first place's package is taken if
   * the distribution's signature holds, and the build says so.
   */
  readonly versions: readonly SourceVersion[];
  /** Unified diffs (`-p1`) or folders of `*.patch` in order of name; relative to the checkout. */
  readonly patches?: readonly string[];
  /** Patterns of tar(1) for members that are not unpacked, such as `*.dts`. */
  readonly exclude?: readonly string[];
  /** Why more than 50 upstream lines are changed, if they are. */
  readonly patchReason?: string;
}

/** A package of the distribution that must be installed to build. */
export interface Tool {
  readonly package: string;
  /** Commands found on PATH, or absolute paths of files, that show that it is there. */
  readonly provides: readonly string[];
  /** Whether its version can change the bytes of a build (compilers), so that the key has it. */
  readonly inKey: boolean;
}

export interface RunOptions {
  /** Added to the constant environment (PATH, HOME, LC_ALL, TZ, SOURCE_DATE_EPOCH). */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: `ctx.work`. */
  readonly cwd?: string;
  /** Standard input as text; default: empty. */
  readonly input?: string;
  /** Default false. True: standard output is returned and does not go to the log. */
  readonly capture?: boolean;
}

/** What `build` gets. All paths are absolute. */
export interface BuildContext {
  /** The first source's folder, unpacked and patched; `work` when there is no source. */
  readonly source: string;
  /** Every source's folder by name. */
  readonly sources: Readonly<Record<string, string>>;
  /** The version of each source that was really taken. */
  readonly versions: Readonly<Record<string, string>>;
  /** An empty folder for objects, deleted after the build. */
  readonly work: string;
  /** What is put here is published when `build` returns. */
  readonly out: string;
  /** The published folder of each of the recipe's needs, by the text in `needs`. */
  readonly needs: Readonly<Record<string, string>>;
  /** How many compilers may run side by side. */
  readonly jobs: number;
  /** The temporary folder above `source`, `work` and `out`, for `-ffile-prefix-map=`. */
  readonly temporary: string;
  /** Absolute path of one of the recipe's `overlays` or of something inside it. */
  overlay(path: string): string;
  /**
   * Absolute path of a file of one of the recipe's npm packages, such as `wabt/index.js`.
   * Run it with `process.execPath`, or import it.
   */
  npm(path: string): string;
  /**
   * Runs a command to its end, its output in the build's log. Throws a `BuildError` with the last
   * lines when it fails. Returns standard output with `capture`, else "".
   */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Copies a file or a folder to a path below `out`, with its folders made; keeps modes. */
  install(from: string, to: string): Promise<void>;
  /** Makes a symbolic link below `out`: `link` contains `target`. */
  symlink(target: string, link: string): Promise<void>;
  /**
   * Publishes `out/PART` before the build has ended, so that recipes with "NAME/PART" among their
   * needs can start. The part must be one of the recipe's `parts` and is complete when this is
   * called.
   */
  publish(part: string): Promise<void>;
  /** Says what the build is doing, for the progress display. */
  note(text: string): void;
}

/** How one program, library or kernel is made. */
export interface Recipe {
  /** The folder's name in `recipes/`. */
  readonly name: string;
  readonly version: string;
  /** SPDX expression of what is built. */
  readonly licence: string;
  readonly sources: readonly Source[];
  /** Our files and folders that `build` reads, relative to the checkout; content is an input. */
  readonly overlays?: readonly string[];
  /** Other recipes, or "NAME/PART" for a part that is published early. */
  readonly needs?: readonly string[];
  /** Subfolders of `out` that `build` publishes early with `ctx.publish`. */
  readonly parts?: readonly string[];
  readonly tools: readonly Tool[];
  /** npm packages of the checkout that `build` runs; their versions are inputs. */
  readonly npm?: readonly string[];
  /** Names that a host can run. */
  readonly commands?: readonly string[];
  /** Expected duration on two cores, for the progress of the first build. Unit: s. */
  readonly seconds: number;
  build(ctx: BuildContext): Promise<void>;
}

/** A build that failed, with what the user needs to see. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** The machine lacks something. `cure` is a command that the user can run (exit status 3). */
export class MissingError extends Error {
  override readonly name = "MissingError";
  readonly cure: string;
  constructor(message: string, cure: string) {
    super(`${message}\n${cure}`);
    this.cure = cure;
  }
}
