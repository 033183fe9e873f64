// SPDX-License-Identifier: MIT
/**
 * The content-addressed cache of builds.
 *
 * `out/NAME-VERSION-KEY/` holds a finished build and its `.dce.json`; it appears by one rename, so
 * it is whole or absent. `tmp/` holds builds that run, each in a folder that names its process;
 * folders of dead processes are removed at the next start. `sources/` holds archives by hash,
 * `log/` the output of builds, `locks/` a lock for each key.
 */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { treeDigest } from "./digest.ts";
import { ownerGone, ownerName } from "./owner.ts";

/** What is known of a finished build. */
export interface Entry {
  readonly name: string;
  readonly version: string;
  /** Hash of the inputs. */
  readonly key: string;
  /** Hash of what was built. */
  readonly digest: string;
  /** How long the build took. Unit: s. */
  readonly seconds: number;
  /** Version taken of each source. */
  readonly sources: Readonly<Record<string, string>>;
  /** Absolute path of what was built. */
  readonly folder: string;
}

const entryFile = ".dce.json";
const temporaries = new Set<string>();
let serial = 0;

/**
 * Removes folders without waiting: the kernel's source has so many files that a slow disk needs
 * minutes. What goes on after this process has ended is done by rm(1).
 */
function removeBehind(folders: readonly string[]): void {
  if (folders.length === 0) return;
  const child = spawn("rm", ["-rf", "--", ...folders], { detached: true, stdio: "ignore" });
  // What stays is removed at the next start.
  child.on("error", () => {});
  child.unref();
}

/** The cache in a folder, by default `$DCE_CACHE` or `~/.cache/dce`. */
export class Cache {
  readonly folder: string;

  constructor(folder: string = process.env.DCE_CACHE ?? join(homedir(), ".cache", "dce")) {
    this.folder = folder;
  }

  /** A path in the cache, with the folders above it made. */
  path(...parts: string[]): string {
    const path = join(this.folder, ...parts);
    mkdirSync(join(path, ".."), { recursive: true });
    return path;
  }

  private outFolder(name: string, version: string, key: string): string {
    return join(this.folder, "out", `${name.replaceAll("/", "+")}-${version}-${key.slice(0, 20)}`);
  }

  /** The finished build of that key. */
  find(name: string, version: string, key: string): Entry | undefined {
    const folder = this.outFolder(name, version, key);
    try {
      const entry: Entry = JSON.parse(readFileSync(join(folder, entryFile), "utf8"));
      return entry.key === key ? { ...entry, folder } : undefined;
    } catch {
      return undefined;
    }
  }

  /** A new folder for a build of this process. */
  makeTemporary(name: string): string {
    const unique = `${name.replaceAll("/", "+")}.${++serial}`;
    const folder = this.path("tmp", `${unique}@${ownerName()}`);
    mkdirSync(folder);
    temporaries.add(folder);
    return folder;
  }

  /** Has one of this process's temporary folders removed. */
  removeTemporary(folder: string): void {
    removeBehind([folder]);
    temporaries.delete(folder);
  }

  /** Has removed what killed builds have left. */
  removeStale(): void {
    const top = join(this.folder, "tmp");
    if (!existsSync(top)) return;
    const stale = readdirSync(top).filter((name) =>
      ownerGone(name.slice(name.lastIndexOf("@") + 1)),
    );
    removeBehind(stale.map((name) => join(top, name)));
  }

  /**
   * Makes a complete folder (on the cache's file system) the build of that key, by one rename.
   * If another process was first, its result stays and this one is removed.
   */
  publish(from: string, facts: Omit<Entry, "digest" | "folder">): Entry {
    const entry = { ...facts, digest: treeDigest(from, (name) => name === entryFile) };
    writeFileSync(join(from, entryFile), `${JSON.stringify(entry, null, 2)}\n`);
    const folder = this.outFolder(facts.name, facts.version, facts.key);
    mkdirSync(join(folder, ".."), { recursive: true });
    try {
      renameSync(from, folder);
    } catch (error) {
      const first = this.find(facts.name, facts.version, facts.key);
      if (!first) throw error;
      rmSync(from, { recursive: true, force: true });
      return first;
    }
    return { ...entry, folder };
  }

  /** A small JSON file of the cache, `fallback` if it is not there or damaged. */
  readJson<T>(name: string, fallback: T): T {
    try {
      const value: T = JSON.parse(readFileSync(join(this.folder, name), "utf8"));
      return value;
    } catch {
      return fallback;
    }
  }

  /** Replaces a small JSON file by rename. */
  writeJson(name: string, value: unknown): void {
    const path = this.path(name);
    const own = `${path}.${process.pid}`;
    writeFileSync(own, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(own, path);
  }
}

/** Has every temporary folder of this process removed, before it ends by a signal. */
export function removeTemporaries(): void {
  removeBehind([...temporaries]);
  temporaries.clear();
}
