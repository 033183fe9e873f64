// SPDX-License-Identifier: MIT
/** The files that recipes and scenarios bring to a host, read from folders of the machine. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RootFile } from "../linux/root-file.ts";

/**
 * What stands below a folder, or one file. Modes keep only whether a file can be executed, so that
 * the umask of whoever unpacked it never shows on a host.
 * @param at the path on the host where `from` stands: "/" for a root
 */
export function readTree(from: string, at: string): RootFile[] {
  const found: RootFile[] = [];
  add(from, at, found);
  return found;
}

function add(from: string, at: string, found: RootFile[]): void {
  const about = lstatSync(from);
  if (about.isSymbolicLink()) {
    found.push({ kind: "symlink", path: at, target: readlinkSync(from) });
    return;
  }
  if (about.isDirectory()) {
    if (at !== "/") found.push({ kind: "folder", path: at, mode: 0o755 });
    for (const name of readdirSync(from).sort(byCode)) {
      add(join(from, name), at === "/" ? `/${name}` : `${at}/${name}`, found);
    }
    return;
  }
  if (about.isFile()) found.push(readOne(from, at));
}

/** One file of the machine, symbolic links followed. */
export function readOne(from: string, at: string): RootFile {
  const executable = (statSync(from).mode & 0o111) !== 0;
  const mode = executable ? 0o755 : 0o644;
  return { kind: "file", path: at, mode, bytes: new Uint8Array(readFileSync(from)) };
}

/** By code units, whatever the locale. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
