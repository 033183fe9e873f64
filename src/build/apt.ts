// SPDX-License-Identifier: MIT
/**
 * Asks the distribution for source archives, without root and without touching the machine's apt:
 * a state folder of our own with lines for the releases that recipes name.
 *
 * Addresses come from the machine's own list, so that its mirror is used; the indexes are verified
 * by the distribution's signature. Nothing is installed.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Cache } from "./cache.ts";
import { type Log, runCommand } from "./command.ts";
import { lock } from "./lock.ts";
import { BuildError, type Place } from "./recipe.ts";
import { machineEnvironment } from "./tools.ts";

/** Where apt says that a file is. */
export interface Address {
  readonly uri: string;
  readonly file: string;
  /** Hash in apt's signed index, as apt writes it: `SHA256:…`. */
  readonly hash: string;
  /** Version of the package. */
  readonly version: string;
}

interface Repository {
  readonly uri: string;
  readonly release: string;
}

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const freshMs = 24 * 3600 * 1000;

/** Reads apt's `'URI' FILE SIZE HASH` lines. */
export function parseUris(text: string): { uri: string; file: string; hash: string }[] {
  const lines = text.matchAll(/^'([^']+)' (\S+) \d+ (SHA256:[0-9a-f]{64})/gm);
  return [...lines].map(([, uri = "", file = "", hash = ""]) => ({ uri, file, hash }));
}

/** The version in a package file's name `NAME_VERSION[_ARCH].ext` or `NAME_VERSION.orig.…`. */
export function versionOfFile(file: string): string {
  const version = /^[^_]+_(.+?)(?:_[a-z0-9]+\.deb|\.orig\..+)$/.exec(file)?.[1] ?? file;
  return decodeURIComponent(version);
}

/** The sources list for some releases, from the machine's repositories. */
export function sourcesList(
  machine: readonly Repository[],
  places: readonly Place[],
  signedBy: string,
): string {
  const main = machine.find((repository) => !repository.release.includes("-"));
  const lines = new Set<string>();
  for (const place of places) {
    const known = machine.find((repository) => repository.release === place.release);
    // Another suite of a release, such as security, is not on the main mirror.
    const uri = known?.uri ?? (place.release.includes("-") ? undefined : main?.uri);
    if (uri === undefined) continue;
    const type = "source" in place ? "deb-src" : "deb";
    lines.add(`${type}${signedBy} ${uri} ${place.release} main\n`);
  }
  return [...lines].sort().join("");
}

/** The state folder in a cache. */
export class Apt {
  private readonly folder: string;
  private readonly log: Log;
  private readonly cache: Cache;
  private readonly places: readonly Place[];
  private ready: Promise<void> | undefined;
  private forced: Promise<void> | undefined;

  /** `places`: all that may be asked for; their releases are indexed. */
  constructor(cache: Cache, log: Log, places: readonly Place[]) {
    this.cache = cache;
    this.folder = cache.path("apt");
    this.log = log;
    this.places = places;
  }

  private run(command: string, args: readonly string[], capture = true): Promise<string> {
    const env = { ...machineEnvironment(), APT_CONFIG: join(this.folder, "apt.conf") };
    return runCommand(this.log, this.folder, command, args, { env, capture });
  }

  /** Brings the index up to date, once. `force`: even if it is of today. */
  async update(force = false): Promise<void> {
    this.ready ??= this.refresh(false);
    await this.ready;
    if (force) await (this.forced ??= this.refresh(true));
  }

  private async refresh(force: boolean): Promise<void> {
    mkdirSync(join(this.folder, "lists", "partial"), { recursive: true });
    mkdirSync(join(this.folder, "cache", "archives", "partial"), { recursive: true });
    const list = sourcesList(await this.machine(), this.places, this.signedBy());
    if (list === "") throw new BuildError("Cannot find a Debian repository among apt's sources.");
    const listFile = join(this.folder, "sources.list");
    const stamp = join(this.folder, "updated");
    const held = await lock(this.cache.path("locks", "apt"));
    try {
      const same =
        existsSync(stamp) &&
        readFileSync(stamp, "utf8") === list &&
        Date.now() - statSync(stamp).mtimeMs < freshMs;
      if (same && !force) return;
      writeFileSync(listFile, list);
      writeFileSync(join(this.folder, "apt.conf"), this.configuration(listFile));
      await this.run("apt-get", ["-q", "update"], false);
      writeFileSync(stamp, list);
    } finally {
      held.release();
    }
  }

  private signedBy(): string {
    return existsSync(keyring) ? ` [signed-by=${keyring}]` : "";
  }

  private configuration(listFile: string): string {
    // As root, apt would become a user that cannot write here.
    const sandbox = process.getuid?.() === 0 ? 'APT::Sandbox::User "root";\n' : "";
    return (
      `Dir::Etc::sourcelist "${listFile}";\nDir::Etc::sourceparts "-";\n` +
      'Dir::Etc::preferences "-";\nDir::Etc::preferencesparts "-";\n' +
      `Dir::State::lists "${join(this.folder, "lists")}";\n` +
      `Dir::Cache "${join(this.folder, "cache")}";\n${sandbox}`
    );
  }

  private async machine(): Promise<Repository[]> {
    const format = "$(REPO_URI)|$(CODENAME)|$(RELEASE)";
    const filters = ["Created-By: Packages", "Origin: Debian", "Component: main"];
    const ask = ["indextargets", "--format", format, ...filters];
    const text = await runCommand(this.log, this.folder, "apt-get", ask, {
      env: machineEnvironment(),
      capture: true,
    });
    return text.split("\n").flatMap((line) => {
      const [uri, codename, release] = line.split("|");
      if (!uri || !codename) return [];
      // The list may say "stable", the places say the codename.
      const suite = release?.endsWith("/updates") ? release : codename;
      return [{ uri, release: suite }];
    });
  }

  /** Address of a place's package file: of that version, or the newest of its release. */
  async address(place: Place, version?: string): Promise<Address | undefined> {
    const isSource = "source" in place;
    const ask = isSource ? ["source", "--download-only"] : ["download"];
    const name = isSource ? place.source : place.binary;
    // A source archive has its version in its name; the package's has a revision besides.
    const which =
      version !== undefined && !isSource ? `${name}=${version}` : `${name}/${place.release}`;
    let text: string;
    try {
      text = await this.run("apt-get", ["-q", ...ask, "--print-uris", which]);
    } catch {
      return undefined;
    }
    const files = parseUris(text).filter((found) =>
      isSource ? /\.orig\.tar\.[a-z0-9]+$/.test(found.file) : found.file.endsWith(".deb"),
    );
    const found =
      version !== undefined && isSource
        ? files.find((candidate) => candidate.file === basename(place.file))
        : files[0];
    return found && { ...found, version: versionOfFile(found.file) };
  }

  /** Downloads and verifies. `hash` is `SHA256:…`. */
  async download(uri: string, to: string, hash: string): Promise<void> {
    await this.run("/usr/lib/apt/apt-helper", ["download-file", uri, to, hash], false);
  }
}
