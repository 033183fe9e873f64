// SPDX-License-Identifier: MIT
/**
 * Brings the source archives of recipes: from the cache, from a package that is installed, or from
 * the distribution. Every archive has the hash that its recipe gives, or, when no pinned version
 * is served any more, the hash of the distribution's signed index; then the user is told.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { basename } from "node:path";
import type { Address, Apt } from "./apt.ts";
import type { Cache } from "./cache.ts";
import { type Log, runCommand } from "./command.ts";
import { fileDigest, textDigest } from "./digest.ts";
import { BuildError, type Place, type Recipe, type Source } from "./recipe.ts";

/** A version of a source that is used. */
export interface Choice {
  readonly version: string;
  readonly sha256: string;
  /** File name of the archive. */
  readonly file: string;
}

const choicesFile = "choices.json";

function choiceKey(recipe: Recipe, source: Source): string {
  const pins = textDigest(JSON.stringify(source.versions)).slice(0, 16);
  return `${recipe.name}/${source.name}@${pins}`;
}

/** The version that was taken last, or the one that is taken first. */
export function chosen(cache: Cache, recipe: Recipe, source: Source): Choice {
  const kept = cache.readJson<Record<string, Choice>>(choicesFile, {});
  const choice = kept[choiceKey(recipe, source)];
  if (choice) return choice;
  const [first] = source.versions;
  const file = first?.places[0]?.file;
  if (first === undefined || file === undefined) {
    throw new BuildError(`Recipe '${recipe.name}': source '${source.name}' has no place.`);
  }
  return { version: first.version, sha256: first.sha256, file: basename(file) };
}

function remember(cache: Cache, recipe: Recipe, source: Source, choice: Choice): void {
  const kept = cache.readJson<Record<string, Choice>>(choicesFile, {});
  cache.writeJson(choicesFile, { ...kept, [choiceKey(recipe, source)]: choice });
}

/** Where the cache keeps an archive. */
export function archivePath(cache: Cache, choice: Choice): string {
  return cache.path("sources", `${choice.sha256.slice(0, 20)}-${choice.file}`);
}

/** What fetching needs. */
export interface Fetching {
  readonly cache: Cache;
  readonly apt: Apt;
  readonly log: Log;
  /** Says what is being fetched, for the progress display. */
  readonly note: (text: string) => void;
  /** Says something that the user must know. */
  readonly tell: (message: string) => void;
}

/** Writes a file of a binary package to `to` without installing the package. */
async function unpackDeb(log: Log, deb: string, file: string, to: string): Promise<void> {
  // By positions, so that no path is read as part of the shell's words.
  const pipe = 'dpkg-deb --fsys-tarfile "$0" | tar -xOf - "./$1" > "$2"';
  await runCommand(log, "/", "sh", ["-c", pipe, deb, file, to]);
}

/** Downloads what a place holds to the temporary path `to`. `hash`: of the package's file. */
async function download(
  { apt, log }: Fetching,
  place: Place,
  address: Address,
  hash: string,
  to: string,
): Promise<void> {
  if ("source" in place) {
    await apt.download(address.uri, to, hash);
    return;
  }
  const deb = `${to}.deb`;
  try {
    await apt.download(address.uri, deb, address.hash);
    await unpackDeb(log, deb, place.file, to);
  } finally {
    rmSync(deb, { force: true });
  }
}

/** Tries one place for bytes of a known hash. Returns whether `path` holds them now. */
async function fetchFrom(
  fetching: Fetching,
  place: Place,
  choice: Choice,
  path: string,
): Promise<boolean> {
  const own = `${path}.${process.pid}`;
  const address = await fetching.apt.address(place, choice.version);
  if (!address) return false;
  try {
    await download(fetching, place, address, `SHA256:${choice.sha256}`, own);
    if (fileDigest(own) !== choice.sha256) return false;
    renameSync(own, path);
    return true;
  } catch (error) {
    fetching.log.write(`${String(error)}\n`);
    return false;
  } finally {
    rmSync(own, { force: true });
    rmSync(`${own}.FAILED`, { force: true });
  }
}

/** The distribution's newest version of the first place's package. */
async function fetchNewest(
  fetching: Fetching,
  recipe: Recipe,
  source: Source,
): Promise<Choice | undefined> {
  for (const place of source.versions[0]?.places ?? []) {
    const address = await fetching.apt.address(place);
    if (!address) continue;
    const own = fetching.cache.path("sources", `newest.${process.pid}`);
    await download(fetching, place, address, address.hash, own);
    const file = "source" in place ? address.file : basename(place.file);
    const choice = { version: address.version, sha256: fileDigest(own), file };
    renameSync(own, archivePath(fetching.cache, choice));
    const pinned = source.versions.map((pin) => pin.version).join(", ");
    fetching.tell(
      `${recipe.name}: none of ${pinned} is served any more; ` +
        `taking ${choice.version}, which the distribution has signed.`,
    );
    return choice;
  }
  return undefined;
}

/** The archive inside an installed package, if its bytes are those of the choice. */
function installed(places: readonly Place[], sha256: string): string | undefined {
  const files = places.flatMap((place) => ("binary" in place ? [`/${place.file}`] : []));
  return files.find((file) => existsSync(file) && fileDigest(file) === sha256);
}

/** Tries to have a choice's archive. Returns its path. */
async function obtain(
  fetching: Fetching,
  places: readonly Place[],
  choice: Choice,
): Promise<string | undefined> {
  const path = archivePath(fetching.cache, choice);
  if (existsSync(path) && fileDigest(path) === choice.sha256) return path;
  const local = installed(places, choice.sha256);
  if (local !== undefined) return local;
  fetching.note(`fetching ${choice.file}`);
  for (const force of [false, true]) {
    await fetching.apt.update(force);
    for (const place of places) {
      if (await fetchFrom(fetching, place, choice, path)) return path;
    }
  }
  return undefined;
}

/**
 * Makes sure that a source's archive is there.
 * @returns its path and what was taken
 * @throws BuildError when no place serves it
 */
export async function fetchSource(
  fetching: Fetching,
  recipe: Recipe,
  source: Source,
): Promise<{ path: string; choice: Choice }> {
  const { cache } = fetching;
  const first = chosen(cache, recipe, source);
  const pins = source.versions.map((pin) => ({
    choice: {
      version: pin.version,
      sha256: pin.sha256,
      file: basename(pin.places[0]?.file ?? source.name),
    },
    places: pin.places,
  }));
  const places = source.versions.flatMap((pin) => pin.places);
  for (const candidate of [{ choice: first, places }, ...pins]) {
    const path = await obtain(fetching, candidate.places, candidate.choice);
    if (path === undefined) continue;
    if (candidate.choice.sha256 !== first.sha256) {
      remember(cache, recipe, source, candidate.choice);
    }
    return { path, choice: candidate.choice };
  }
  const newest = await fetchNewest(fetching, recipe, source);
  if (!newest) {
    throw new BuildError(`Cannot fetch '${source.name}' for '${recipe.name}': no place serves it.`);
  }
  remember(cache, recipe, source, newest);
  return { path: archivePath(cache, newest), choice: newest };
}

/** Unpacks an archive without its top folder. */
export async function unpack(
  log: Log,
  archive: string,
  folder: string,
  exclude: readonly string[],
): Promise<void> {
  // Blocks of an xz archive can be decompressed side by side.
  const filter = archive.endsWith(".xz") ? ["-I", "xz -dT0"] : [];
  const leaveOut = exclude.map((pattern) => `--exclude=${pattern}`);
  const how = ["--strip-components=1", "--no-same-owner", ...filter, ...leaveOut];
  await runCommand(log, "/", "tar", ["-x", "-f", archive, "-C", folder, ...how]);
}
