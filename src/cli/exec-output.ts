// SPDX-License-Identifier: MIT
/**
 * Writes a program's output to the command's own, from the engine's thread and at once, so that
 * nothing is lost whatever ends the run.
 */
import { writeSync } from "node:fs";
import { errnoOf } from "./exit-status.ts";

const WAIT_MS = 5;
const nothing = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of it, waiting as long as the reader needs; virtual time stands still meanwhile.
 * @returns "gone": there is no reader any more, or `stopped` says so; "failed": there is no room
 */
export function writeAll(
  descriptor: number,
  bytes: Uint8Array,
  stopped: () => boolean = () => false,
): "written" | "gone" | "failed" {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      if (errnoOf(error) === "EPIPE" || stopped()) return "gone";
      // A terminal or pipe that does not block is full.
      if (errnoOf(error) !== "EAGAIN") return "failed";
      Atomics.wait(nothing, 0, 0, WAIT_MS);
    }
  }
  return "written";
}

/** Which of our descriptors a file of a host is: its programs' stdout 1, stderr 2, else 0. */
export function descriptorOf(path: string): number {
  const name = /^\/?var\/log\/\d+\/(stdout|stderr)$/.exec(path)?.[1];
  return name === "stdout" ? 1 : name === "stderr" ? 2 : 0;
}
