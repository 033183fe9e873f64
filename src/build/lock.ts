// SPDX-License-Identifier: MIT
/**
 * Lock files between processes that share a cache.
 *
 * A lock is a file whose content names its owner. It appears complete (by link(2)), and one whose
 * owner has died is taken over. Should two processes take over at the same instant, both may build
 * the same thing once; publication by rename keeps that harmless.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownerGone, ownerName } from "./owner.ts";

/** A lock that is held. */
export interface Lock {
  readonly path: string;
  release(): void;
}

const held = new Set<string>();
let serial = 0;

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** Takes a lock whose owner is dead away, unless another process did so in between. */
function clearStale(path: string): void {
  const aside = `${path}.${process.pid}.${++serial}`;
  try {
    const owner = readFileSync(path, "utf8");
    if (!ownerGone(owner)) return;
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") !== owner) linkSync(aside, path);
    remove(aside);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "EEXIST") throw error;
    remove(aside);
  }
}

/** Takes the lock if it is free or its owner is dead; else returns undefined at once. */
export function tryLock(path: string): Lock | undefined {
  mkdirSync(dirname(path), { recursive: true });
  clearStale(path);
  const own = `${path}.${process.pid}.${++serial}`;
  writeFileSync(own, ownerName());
  try {
    linkSync(own, path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return undefined;
    throw error;
  } finally {
    remove(own);
  }
  held.add(path);
  return {
    path,
    release() {
      if (held.delete(path)) remove(path);
    },
  };
}

/** Waits for the lock. `waiting` is called once if another process holds it. */
export async function lock(path: string, waiting?: () => void): Promise<Lock> {
  let told = false;
  for (;;) {
    const taken = tryLock(path);
    if (taken) return taken;
    if (!told) waiting?.();
    told = true;
    await delay(200);
  }
}

/** Gives back everything that this process holds, before it ends by a signal. */
export function releaseLocks(): void {
  for (const path of held) remove(path);
  held.clear();
}
