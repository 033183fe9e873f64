// SPDX-License-Identifier: MIT
/**
 * `dce run --verify`: the scenario again in a second process that differs in everything a result
 * must not depend on (folder, time zone, locale, environment, processors, compile tier, host name
 * where permitted), then every file but timing.json compared.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runToEnd } from "./check.ts";
import { firstDifference, showDifference } from "./compare-folders.ts";
import { EXIT } from "./exit-status.ts";
import { writeRunJson } from "./output-folder.ts";
import type { Providers } from "./providers.ts";
import type { RunFlags } from "./run-flags.ts";
import { coloursOf, say } from "./terminal.ts";

/** Kept of the environment: what finds programs and the cache. */
const KEPT = ["PATH", "HOME", "DCE_CACHE", "XDG_CACHE_HOME"];

export interface FirstRun {
  readonly out: string;
  readonly status: number;
  readonly quiet: boolean;
}

/** @returns the first run's status, or 1 when a byte differs */
export async function verify(
  file: string,
  flags: RunFlags,
  first: FirstRun,
  providers: Providers,
): Promise<number> {
  const top = mkdtempSync(join(tmpdir(), "dce-verify-"));
  const second = join(top, "another", "place");
  const changes = differences();
  const status = await runToEnd(
    changes.prefix[0] ?? process.execPath,
    [
      ...changes.prefix.slice(1),
      ...nodeWords(changes),
      providers.script,
      ...words(file, flags, second),
    ],
    { env: changes.env },
  );
  if (status === EXIT.interrupted) return status;
  // A second run that could not start has no folder.
  const { difference, count } = existsSync(second)
    ? firstDifference(resolve(first.out), second)
    : { difference: undefined, count: 0 };
  if (difference === undefined && status === first.status) {
    rmSync(top, { recursive: true, force: true });
    if (!first.quiet && flags.json !== true) {
      const text = `Verified: ${count} files are equal in a second process (${changes.what}).`;
      process.stdout.write(`${coloursOf(process.stdout).green(text)}\n`);
    }
    return first.status;
  }
  const told =
    difference === undefined
      ? `The two runs ended with status ${first.status} and ${status}.`
      : `The two runs differ: ${showDifference(difference)}`;
  say(coloursOf(process.stderr).red(told));
  say(`The second run: ${second} (${changes.what})`);
  noteFailure(resolve(first.out), told);
  return EXIT.failed;
}

/** The same run elsewhere, without another verification. */
function words(file: string, flags: RunFlags, out: string): string[] {
  const { seed, until, stall, drain, pcap, set } = flags;
  const valued = { "--seed": seed, "--until": until, "--stall": stall, "--drain": drain };
  return [
    "run",
    file,
    "--quiet",
    "--out",
    out,
    ...(pcap === true ? ["--pcap"] : []),
    ...set.flatMap((word) => ["--set", word]),
    ...Object.entries(valued).flatMap(([flag, value]) =>
      value === undefined ? [] : [flag, value],
    ),
  ];
}

interface Changes {
  readonly env: NodeJS.ProcessEnv;
  /** Commands before that of Node, such as taskset. */
  readonly prefix: readonly string[];
  /** Options of Node. */
  readonly node: readonly string[];
  /** In words. */
  readonly what: string;
}

function differences(): Changes {
  const kept = KEPT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const zone =
    process.env["TZ"] === "Pacific/Kiritimati" ? "America/St_Johns" : "Pacific/Kiritimati";
  const locale = process.env["LC_ALL"] === "tr_TR.UTF-8" ? "de_DE.UTF-8" : "tr_TR.UTF-8";
  const env = { ...Object.fromEntries(kept), TZ: zone, LC_ALL: locale, DCE_VERIFY: "second" };
  // A CPU set and a host name of its own, where this machine lets us.
  const processor = lastProcessor();
  const pinned = processor === undefined ? [] : ["taskset", "-c", processor];
  const named = works(["unshare", "--uts", "hostname", "dce-verify"])
    ? ["unshare", "--uts", "sh", "-c", 'hostname dce-verify; exec "$0" "$@"']
    : [];
  const prefix = [...pinned, ...named];
  const what = [
    `TZ ${zone}`,
    locale,
    "other environment and folder",
    ...(pinned.length > 0 ? [`processor ${processor}`] : []),
    ...(named.length > 0 ? ["other host name"] : []),
    "baseline compiler only",
  ];
  return { env, prefix, node: ["--liftoff-only"], what: what.join(", ") };
}

function nodeWords(changes: Changes): string[] {
  return changes.prefix.length === 0 ? [...changes.node] : [process.execPath, ...changes.node];
}

/** The last processor that we may use; undefined: the only one, or it cannot be chosen. */
function lastProcessor(): string | undefined {
  let list: string;
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "";
  } catch {
    return undefined;
  }
  const last = /(\d+)$/.exec(list)?.[1];
  if (last === undefined || last === list) return undefined;
  return works(["taskset", "-c", last, "true"]) ? last : undefined;
}

function works([command = "", ...rest]: readonly string[]): boolean {
  return spawnSync(command, rest, { stdio: "ignore" }).status === 0;
}

/** run.json of the first run says it too. */
function noteFailure(folder: string, message: string): void {
  const text = readFileSync(join(folder, "run.json"), "utf8");
  const run: { readonly failures?: readonly object[] } = JSON.parse(text);
  const failure = { kind: "verify", atNs: 0, message };
  writeRunJson(folder, { ...run, failures: [...(run.failures ?? []), failure] });
}
