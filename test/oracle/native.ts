// SPDX-License-Identifier: MIT
/**
 * Runs oracle programs on this machine's kernel: as root in network, PID, mount, IPC and UTS
 * namespaces of their own, in an empty folder, in a session of their own, standard input empty and
 * output to files that are appended to. It is what a program meets on a simulated host.
 */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Observation } from "./programs.ts";

/** A program that waits for ever is a mistake, natively too. Unit: s. */
const limitS = 30;

/** Programs get no more of the environment, here and on a simulated host. */
export const environment: Readonly<Record<string, string>> = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
};

const isolation = "--net --pid --mount --uts --ipc --fork --kill-child --mount-proc".split(" ");

/** The first process of the namespaces stays there and reaps orphans, as init does. */
const script = '/sbin/ip link set lo up; setsid -w "$@"; exit $?';

/** Why programs cannot run natively here, or undefined. */
export function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root, for namespaces and users";
  if (spawnSync("musl-gcc", ["--version"]).status !== 0) return "needs musl-gcc (musl-tools)";
  if (spawnSync("unshare", [...isolation, "true"]).status !== 0) return "needs namespaces";
  if (spawnSync("/sbin/ip", ["-V"]).status !== 0) return "needs ip (iproute2)";
  return undefined;
}

/**
 * Runs a program once.
 * @param tracer words before the program's path, such as strace and its options
 */
export async function runNative(
  program: string,
  tracer: readonly string[] = [],
): Promise<Observation> {
  const folder = mkdtempSync(join(tmpdir(), "dce-oracle-"));
  const work = join(folder, "root");
  mkdirSync(work);
  const files = ["stdout", "stderr"].map((name) => join(folder, name));
  const [out = -1, err = -1] = files.map((file) => openSync(file, "a"));
  const words = [...isolation, "sh", "-c", script, "sh", ...tracer, program];
  const child = spawn("timeout", ["-k", "1", `${limitS}`, "unshare", ...words], {
    cwd: work,
    env: environment,
    stdio: ["ignore", out, err],
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  closeSync(out);
  closeSync(err);
  const [stdout = "", stderr = ""] = files.map((file) => readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  return { stdout, stderr, status: status === 124 ? "running" : `${status}` };
}
