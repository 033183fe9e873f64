// SPDX-License-Identifier: MIT
/** Resident memory of idle hosts: booted, root mounted, init running, addresses set, link up. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Figure } from "./figure.ts";

const COUNTS = [1, 100];

export async function benchMemory(): Promise<readonly Figure[]> {
  const resident = [0, ...COUNTS].map(residentBytes);
  const [none = 0] = resident;
  return COUNTS.map((hosts, i) => ({
    what: `resident memory per host at ${hosts}`,
    value: ((resident[i + 1] ?? 0) - none) / hosts / 1e6,
    unit: "MB",
  }));
}

/** Of a process of its own, at the end of a run of so many hosts. */
function residentBytes(hosts: number): number {
  const script = join(import.meta.dirname, "idle-hosts.ts");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--expose-gc", script, String(hosts)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}
