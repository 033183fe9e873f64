// SPDX-License-Identifier: MIT
/** Changing the names of files that exist. Errors are those of link(2), unlink(2), rename(2). */
import { roomFor, touchDirectory } from "./create.ts";
import { Errno, FileError } from "./errno.ts";
import { Directory, Entry, type Inode, RegularFile } from "./inodes.ts";
import { textOf } from "./names.ts";
import { namesOf } from "./storage.ts";
import type { FileTree } from "./tree.ts";

export function link(tree: FileTree, inode: Inode, directory: Directory, name: string): void {
  if (inode instanceof Directory) throw new FileError(Errno.EPERM);
  const [first] = inode.names;
  if (first === undefined) throw new FileError(Errno.ENOENT);
  const parent = roomFor(directory, name);
  if (first.directory?.storage !== directory.storage) throw new FileError(Errno.EXDEV);
  const entry = new Entry(name, parent, inode);
  if (inode instanceof RegularFile) inode.content?.link(entry);
  inode.names.push(entry);
  directory.children.set(name, entry);
  inode.ctime = tree.timestamp();
  touchDirectory(tree, directory);
}

/** Removes a directory if `kind` says so, else anything but a directory. */
export function unlink(
  tree: FileTree,
  directory: Directory,
  name: string,
  kind: "directory" | "file",
): void {
  if (name === "." || name === "..") throw new FileError(Errno.EINVAL);
  const entry = directory.children.get(name);
  if (entry === undefined) throw new FileError(Errno.ENOENT);
  const { inode } = entry;
  if (inode instanceof Directory) {
    if (kind === "file") throw new FileError(Errno.EISDIR);
    if (inode.children.size > 0) throw new FileError(Errno.ENOTEMPTY);
    directory.storage.removeDirectory(entry);
  } else {
    if (kind === "directory") throw new FileError(Errno.ENOTDIR);
    if (inode instanceof RegularFile) inode.content?.unlink(entry);
  }
  detach(tree, directory, entry);
  touchDirectory(tree, directory);
  tree.reclaim(inode);
}

export function rename(
  tree: FileTree,
  from: Directory,
  oldName: string,
  to: Directory,
  newName: string,
): void {
  const entry = from.children.get(oldName);
  if (entry === undefined) throw new FileError(Errno.ENOENT);
  const replaced = to.children.get(newName);
  const parent = replaced?.parent ?? roomFor(to, newName);
  const { inode } = entry;
  if (replaced?.inode === inode) return;
  if (inode instanceof Directory && isWithin(to, inode)) throw new FileError(Errno.EINVAL);
  if (replaced !== undefined) checkReplace(inode, replaced.inode);
  if (from.storage !== to.storage) throw new FileError(Errno.EXDEV);
  if (inode instanceof Directory && inode.storage !== from.storage)
    throw new FileError(Errno.EBUSY);
  moveContents(from, entry, replaced, { name: newName, parent });
  if (replaced !== undefined) detach(tree, to, replaced);
  from.children.delete(oldName);
  to.children.set(newName, entry);
  entry.name = newName;
  entry.parent = parent;
  if (inode instanceof Directory) {
    from.subdirectories -= 1;
    to.subdirectories += 1;
  }
  inode.ctime = tree.timestamp();
  touchDirectory(tree, from);
  touchDirectory(tree, to);
  if (replaced !== undefined) tree.reclaim(replaced.inode);
}

/** Absolute path as text; undefined when it or a directory above is removed. */
export function pathOf(entry: Entry): string | undefined {
  for (let at: Entry = entry; at.parent !== undefined; at = at.parent) {
    if (at.directory?.children.get(at.name) !== at) return undefined;
  }
  return `/${namesOf(entry)
    .map((name) => textOf(name))
    .join("/")}`;
}

function checkReplace(inode: Inode, replaced: Inode): void {
  if (!(replaced instanceof Directory)) {
    if (inode instanceof Directory) throw new FileError(Errno.ENOTDIR);
    return;
  }
  if (!(inode instanceof Directory)) throw new FileError(Errno.EISDIR);
  if (replaced.children.size > 0) throw new FileError(Errno.ENOTEMPTY);
}

/** Tells the storage of a rename. A file that no guest wrote has nothing there. */
function moveContents(
  from: Directory,
  entry: Entry,
  replaced: Entry | undefined,
  place: { readonly name: string; readonly parent: Entry | undefined },
): void {
  const { storage } = from;
  const { inode } = entry;
  const lost = replaced?.inode instanceof RegularFile ? replaced.inode.content : undefined;
  if (inode instanceof Directory) {
    if (replaced !== undefined) storage.removeDirectory(replaced);
    storage.rename(entry, place);
  } else if (inode instanceof RegularFile && inode.content !== undefined) {
    storage.rename(entry, place, inode.content, replaced, lost);
  } else if (replaced !== undefined) {
    lost?.unlink(replaced);
  }
}

function detach(tree: FileTree, directory: Directory, entry: Entry): void {
  directory.children.delete(entry.name);
  const { inode } = entry;
  inode.names.splice(inode.names.indexOf(entry), 1);
  if (inode instanceof Directory) directory.subdirectories -= 1;
  inode.ctime = tree.timestamp();
}

function isWithin(directory: Directory, ancestor: Directory): boolean {
  for (let at: Directory | undefined = directory; at !== undefined; at = at.entry?.directory) {
    if (at === ancestor) return true;
  }
  return false;
}
