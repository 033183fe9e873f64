// SPDX-License-Identifier: MIT
/** The system packages that builds need: what is missing, how it gets there, which versions. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Log, runCommand } from "./command.ts";
import { MissingError, type Tool } from "./recipe.ts";

const commandFolders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

function isThere(provided: string): boolean {
  if (provided.startsWith("/")) return existsSync(provided);
  return commandFolders.some((folder) => existsSync(join(folder, provided)));
}

/** Names of the packages among `tools` whose commands or files are not there, sorted. */
export function missingPackages(tools: readonly Tool[]): string[] {
  const missing = tools.filter((tool) => !tool.provides.every(isThere));
  return [...new Set(missing.map((tool) => tool.package))].sort();
}

/** Installed version of each package that shapes what is built; "" for one that is missing. */
export function toolVersions(tools: readonly Tool[]): Map<string, string> {
  const names = [...new Set(tools.filter((tool) => tool.inKey).map((tool) => tool.package))];
  const versions = new Map(names.map((name) => [name, ""]));
  if (names.length === 0) return versions;
  // It fails when one package is unknown, and still answers for the others.
  const asked = spawnSync("dpkg-query", ["-W", "-f", "${Package} ${Version}\\n", ...names], {
    encoding: "utf8",
  });
  for (const line of (asked.stdout ?? "").split("\n")) {
    const [name, version] = line.split(" ");
    if (name !== undefined && versions.has(name)) versions.set(name, version ?? "");
  }
  return versions;
}

/** The command that installs packages, as one types it. */
export function installCommand(packages: readonly string[]): string {
  return `sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
}

/**
 * Installs packages of the distribution.
 * @throws MissingError with the command to run when this process is not root
 */
export async function installPackages(packages: readonly string[], log: Log): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new MissingError("System packages are missing. Run:", installCommand(packages));
  }
  const env = { ...machineEnvironment(), DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-q", "-o", "DPkg::Lock::Timeout=300"];
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  await runCommand(log, "/", "apt-get", [...wait, "update"], { env, patient: true });
  await runCommand(log, "/", "apt-get", [...wait, ...install], { env, patient: true });
}

/** The whole environment of the machine: apt may need its proxy and certificates. */
export function machineEnvironment(): Record<string, string> {
  const own: [string, string][] = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(own), LC_ALL: "C" };
}
