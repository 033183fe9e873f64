// SPDX-License-Identifier: MIT
/** Hashes of files and folders, sha256 in hexadecimal. */
import { createHash, type Hash } from "node:crypto";
import { lstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { join } from "node:path";

/** The hash of a text. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The hash of a file's bytes, read in pieces. */
export function fileDigest(path: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, "r");
  for (let size = readSync(file, piece); size > 0; size = readSync(file, piece)) {
    hash.update(piece.subarray(0, size));
  }
  return hash.digest("hex");
}

function update(hash: Hash, path: string, name: string, ignore: (name: string) => boolean): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) {
    hash.update(`link ${name}\0${readlinkSync(path)}\0`);
  } else if (stat.isDirectory()) {
    for (const entry of readdirSync(path).sort()) {
      if (!ignore(entry)) update(hash, join(path, entry), `${name}/${entry}`, ignore);
    }
  } else {
    const bytes = readFileSync(path);
    const mode = stat.mode & 0o111 ? "x" : "-";
    hash.update(`file ${name}\0${mode} ${bytes.length}\0`).update(bytes);
  }
}

/**
 * The hash of a file, or of a folder's names, links, contents and execute bits (not of times,
 * owners and empty folders). Entries whose name `ignore` accepts are left out at every depth.
 */
export function treeDigest(path: string, ignore: (name: string) => boolean = () => false): string {
  const hash = createHash("sha256");
  update(hash, path, "", ignore);
  return hash.digest("hex");
}
