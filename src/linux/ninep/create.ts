// SPDX-License-Identifier: MIT
/** Making files in a tree. Who may is checked by the kernel. */
import { Errno, FileError } from "./errno.ts";
import type { Owner } from "./inodes.ts";
import { Directory, Entry, FileType, Inode, RegularFile, Symlink } from "./inodes.ts";
import { byteString, NAME_BYTES_MAX } from "./names.ts";
import type { Storage } from "./storage.ts";
import type { FileTree } from "./tree.ts";

/**
 * An empty regular file. `base`: it is there from the start, so that no storage hears of it until
 * a guest writes.
 *
 * @throws FileError EEXIST, ENOENT (the directory is removed), EINVAL, ENAMETOOLONG, or what the
 * storage answers; so do all functions here
 */
export function createFile(
  tree: FileTree,
  directory: Directory,
  name: string,
  owner: Owner,
  base = false,
): RegularFile {
  const parent = roomFor(directory, name);
  const file = new RegularFile(tree.takeId(), owner, tree.timestamp(), directory.storage);
  const entry = new Entry(name, parent, file);
  if (base) file.base = { bytes: new Uint8Array(0) };
  else file.content = directory.storage.create(file.id, entry);
  return insert(tree, directory, entry, file);
}

export function createDirectory(
  tree: FileTree,
  directory: Directory,
  name: string,
  owner: Owner,
  base = false,
  storage: Storage = directory.storage,
): Directory {
  const parent = roomFor(directory, name);
  const made = new Directory(tree.takeId(), owner, tree.timestamp(), storage);
  const entry = new Entry(name, parent, made);
  if (!base) directory.storage.makeDirectory(entry);
  return insert(tree, directory, entry, made);
}

/** The target is text; a byte string passes through `createSymlinkBytes`. */
export function createSymlink(
  tree: FileTree,
  directory: Directory,
  name: string,
  target: string,
  owner: Owner,
): Symlink {
  return createSymlinkBytes(tree, directory, name, byteString(target), owner);
}

export function createSymlinkBytes(
  tree: FileTree,
  directory: Directory,
  name: string,
  target: string,
  owner: Owner,
): Symlink {
  const parent = roomFor(directory, name);
  const link = new Symlink(tree.takeId(), owner, tree.timestamp(), target);
  return insert(tree, directory, new Entry(name, parent, link), link);
}

/** A device, FIFO or socket, by the type in `mode`; a regular file for that type or none. */
export function createNode(
  tree: FileTree,
  directory: Directory,
  name: string,
  owner: Owner,
  major: number,
  minor: number,
): Inode {
  const { mode } = owner;
  const type = mode & FileType.mask;
  if (type === 0 || type === FileType.regular) return createFile(tree, directory, name, owner);
  if (type === FileType.directory || type === FileType.symlink) throw new FileError(Errno.EINVAL);
  const parent = roomFor(directory, name);
  const node = new Inode(tree.takeId(), type | (mode & 0o7777), owner, tree.timestamp());
  if (type === FileType.character || type === FileType.block) {
    node.rdev = encodeDevice(major, minor);
  }
  return insert(tree, directory, new Entry(name, parent, node), node);
}

/** As new_encode_dev() in include/linux/kdev_t.h. */
export function encodeDevice(major: number, minor: number): number {
  return ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0;
}

/** The directory's entry, if this name can be made in it. */
export function roomFor(directory: Directory, name: string): Entry {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) {
    throw new FileError(Errno.EINVAL);
  }
  if (name.length > NAME_BYTES_MAX) throw new FileError(Errno.ENAMETOOLONG);
  const { entry } = directory;
  if (entry === undefined) throw new FileError(Errno.ENOENT);
  if (directory.children.has(name)) throw new FileError(Errno.EEXIST);
  return entry;
}

/** What the directory shows of a change of its names. */
export function touchDirectory(tree: FileTree, directory: Directory): void {
  directory.mtime = directory.ctime = tree.timestamp();
  directory.version = (directory.version + 1) >>> 0;
}

function insert<Made extends Inode>(
  tree: FileTree,
  directory: Directory,
  entry: Entry,
  inode: Made,
): Made {
  inode.names.push(entry);
  directory.children.set(entry.name, entry);
  if (inode instanceof Directory) directory.subdirectories += 1;
  tree.remember(inode);
  touchDirectory(tree, directory);
  return inode;
}
