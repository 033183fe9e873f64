// SPDX-License-Identifier: MIT
/** `dce doctor`: what this machine has and lacks, with the cure for each. */
import { type Dirent, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, nearestFolder } from "./cache-folder.ts";
import { checkout } from "./checkout.ts";
import { EXIT } from "./exit-status.ts";
import { mapsNeeded, readLimits } from "./limits.ts";
import type { Providers } from "./providers.ts";
import { coloursOf, columns } from "./terminal.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** Node's major version. */
const NODE_NEEDED = 26;
/** Sources and objects of all builds side by side. */
const BUILD_BYTES = 4 * GIB;

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do; "" when nothing is. */
  readonly cure: string;
}

export async function doctor(providers: Providers): Promise<number> {
  const findings = [
    node(),
    await packages(providers),
    maps(),
    memory(),
    space(),
    await builds(providers),
  ];
  const colours = coloursOf(process.stdout);
  const rows = findings.map((one) => [
    one.ok ? colours.green("✓") : colours.red("✗"),
    one.what,
    one.found,
  ]);
  process.stdout.write(`${columns(rows, "  ")}\n`);
  for (const { ok, cure } of findings) if (!ok && cure !== "") process.stdout.write(`${cure}\n`);
  return findings.every((one) => one.ok) ? EXIT.ok : EXIT.failed;
}

function node(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const engine: unknown = Reflect.get(globalThis, "WebAssembly");
  const coroutines = typeof engine === "object" && engine !== null && "Suspending" in engine;
  return {
    what: "Node",
    ok: major >= NODE_NEEDED && coroutines,
    found: `${process.version}${coroutines ? "" : ", without JavaScript promise integration"}`,
    cure: `Start it as ${join(checkout, "dce")}: that brings Node ${NODE_NEEDED}.`,
  };
}

async function packages(providers: Providers): Promise<Finding> {
  const missing = await (await providers.recipes()).missingPackages();
  return {
    what: "system packages",
    ok: missing.length === 0,
    found: missing.length === 0 ? "all there" : `missing: ${missing.join(" ")}`,
    cure: `sudo apt-get install --no-install-recommends ${missing.join(" ")}`,
  };
}

function maps(): Finding {
  const { mapsMax } = readLimits();
  const perHost = mapsNeeded({ hosts: 1, programs: 2 }) - mapsNeeded({ hosts: 0, programs: 0 });
  const base = mapsNeeded({ hosts: 0, programs: 0 });
  const hosts = mapsMax === undefined ? undefined : Math.floor((mapsMax - base) / perHost);
  return {
    what: "kernel maps",
    ok: hosts === undefined || hosts >= 100,
    found: hosts === undefined ? "not told" : `${mapsMax}: about ${hosts} hosts with two programs`,
    cure: "sudo sysctl -w vm.max_map_count=262144",
  };
}

function memory(): Finding {
  const { availableBytes } = readLimits();
  const found = availableBytes === undefined ? "not told" : `${gib(availableBytes)} free`;
  const ok = availableBytes === undefined || availableBytes >= 2 * GIB;
  return { what: "memory", ok, found, cure: "Builds and runs want 2 GiB: end other programs." };
}

function space(): Finding {
  const about = statfsSync(nearestFolder());
  const free = about.bavail * about.bsize;
  const used = Math.ceil(bytesBelow(cacheFolder()) / MIB);
  return {
    what: "disk",
    ok: free >= BUILD_BYTES,
    found: `${gib(free)} free, ${used} MiB in ${cacheFolder()}`,
    cure: `Free some: a first build wants ${gib(BUILD_BYTES)}. DCE_CACHE chooses another place.`,
  };
}

async function builds(providers: Providers): Promise<Finding> {
  const recipes = await (await providers.recipes()).list();
  const built = recipes.filter((recipe) => recipe.state === "built").length;
  const found = `${built} of ${recipes.length} recipes built`;
  return { what: "builds", ok: true, found, cure: "" };
}

/** Of the files below a folder. What vanishes meanwhile, as a build's folder does, is nothing. */
export function bytesBelow(folder: string): number {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return 0;
  }
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesBelow(path);
    return sum + (entry.isFile() ? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : 0);
  }, 0);
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
