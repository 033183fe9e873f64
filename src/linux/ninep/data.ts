// SPDX-License-Identifier: MIT
/**
 * The bytes of regular files: read, write, truncate. A file that was there from the start is copied
 * into its storage by the first change. Reading and writing neither allocate nor copy besides.
 */
import { Errno, FileError } from "./errno.ts";
import type { BaseContent, RegularFile } from "./inodes.ts";
import { pathOf } from "./naming.ts";
import type { Content } from "./storage.ts";
import type { FileTree } from "./tree.ts";

/** As ext4 with blocks of 4 KiB. Unit: bytes. */
const FILE_BYTES_MAX = 2 ** 44;

/** Fills `into` from `offset`, up to `length` bytes or the end; how many. */
export function readFile(
  tree: FileTree,
  file: RegularFile,
  position: number,
  into: Uint8Array,
  offset: number,
  length: number,
): number {
  const count = Math.min(length, file.length - position);
  if (count <= 0) return 0;
  if (file.content !== undefined) file.content.read(position, into, offset, count);
  else if (file.base !== undefined) {
    const { bytes } = file.base;
    into.set(bytes.subarray(position, position + count), offset);
  }
  touchRead(tree, file);
  return count;
}

/**
 * Writes `from[offset, offset + length)`.
 *
 * @throws FileError EFBIG, or what the storage answers (ENOSPC, EIO, …)
 */
export function writeFile(
  tree: FileTree,
  file: RegularFile,
  position: number,
  from: Uint8Array,
  offset: number,
  length: number,
): void {
  if (length === 0) return;
  const end = position + length;
  if (end > FILE_BYTES_MAX) throw new FileError(Errno.EFBIG);
  const content = file.content ?? copyUp(file, file.length);
  content.write(position, from, offset, length);
  if (end > file.length) setLength(tree, file, end);
  touchWritten(tree, file);
  if (tree.onWrite !== undefined) {
    const [name] = file.names;
    const path = name === undefined ? undefined : pathOf(name);
    tree.onWrite(path ?? "", from.subarray(offset, offset + length));
  }
}

export function truncateFile(tree: FileTree, file: RegularFile, size: number): void {
  if (size > FILE_BYTES_MAX) throw new FileError(Errno.EFBIG);
  const content = file.content ?? copyUp(file, Math.min(size, file.length));
  content.truncate(size);
  setLength(tree, file, size);
  touchWritten(tree, file);
}

/** The file is as if it had been there from the start with these bytes. */
export function replaceContents(tree: FileTree, file: RegularFile, base: BaseContent): void {
  if (file.content !== undefined) {
    for (const name of file.names) file.content.unlink(name);
    file.content.close();
    file.content = undefined;
  }
  file.base = base;
  setLength(tree, file, base.bytes.length);
  touchWritten(tree, file);
}

function copyUp(file: RegularFile, size: number): Content {
  const [first, ...others] = file.names;
  const content = file.storage.create(file.id, first);
  for (const name of others) content.link(name);
  if (file.base !== undefined && size > 0) content.write(0, file.base.bytes, 0, size);
  file.content = content;
  file.base = undefined;
  return content;
}

function setLength(tree: FileTree, file: RegularFile, length: number): void {
  tree.usedBytes += length - file.length;
  file.length = length;
}

function touchWritten(tree: FileTree, file: RegularFile): void {
  file.mtime = file.ctime = tree.timestamp();
  file.version = (file.version + 1) >>> 0;
}

/** relatime: the first read after a change, or after a day, is kept. */
function touchRead(tree: FileTree, file: RegularFile): void {
  const { atime, mtime, ctime } = file;
  const now = tree.timestamp();
  const older =
    atime.s < mtime.s ||
    (atime.s === mtime.s && atime.ns <= mtime.ns) ||
    atime.s < ctime.s ||
    (atime.s === ctime.s && atime.ns <= ctime.ns);
  if (older || now.s - atime.s >= 86400) file.atime = now;
}
