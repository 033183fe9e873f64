// SPDX-License-Identifier: MIT
/** Reads captures with Wireshark's own dissectors. */
import { spawnSync } from "node:child_process";

/** Whether tshark is on this machine; CI installs it. */
export const hasTshark: boolean = spawnSync("tshark", ["--version"]).status === 0;

/** Rows of the given fields for the frames that a display filter lets through. */
export function tsharkFields(
  file: string,
  filter: string,
  fields: readonly string[],
): readonly (readonly string[])[] {
  const words = ["-n", "-r", file, "-Y", filter, "-T", "fields", "-E", "separator=,"];
  for (const field of fields) words.push("-e", field);
  const { status, stdout, stderr } = spawnSync("tshark", words, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`tshark ended with ${status}: ${stderr}`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(","));
}

/** "1767225600.500001234" as whole nanoseconds after 2026-01-01T00:00:00Z. */
export function captureNs(epoch: string): bigint {
  const [seconds = "0", fraction = "0"] = epoch.split(".");
  return (BigInt(seconds) - 1_767_225_600n) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}
