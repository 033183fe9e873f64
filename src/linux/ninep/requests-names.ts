// SPDX-License-Identifier: MIT
/** Requests that make, move and remove names. */
import { createDirectory, createNode, createSymlinkBytes } from "./create.ts";
import { Errno, FileError } from "./errno.ts";
import { Directory, Symlink } from "./inodes.ts";
import { MessageType } from "./messages.ts";
import { link, rename, unlink } from "./naming.ts";
import type { Fid, Session } from "./session.ts";

export const nameRequests: readonly [number, (session: Session) => void][] = [
  [MessageType.Tmkdir, makeDirectory],
  [MessageType.Tsymlink, makeSymlink],
  [MessageType.Tmknod, makeNode],
  [MessageType.Treadlink, readLink],
  [MessageType.Tlink, makeLink],
  [MessageType.Tunlinkat, unlinkAt],
  [MessageType.Tremove, remove],
  [MessageType.Trenameat, renameAt],
  [MessageType.Trename, renameFid],
];

/** AT_REMOVEDIR (P9_DOTL_AT_REMOVEDIR). */
const REMOVE_DIRECTORY = 0x200;

/** dfid[4] name[s] mode[4] gid[4] -> qid */
function makeDirectory(session: Session): void {
  const { input, output, tree } = session;
  const { directory, uid } = parent(session.fid());
  const name = input.string();
  const mode = input.u32();
  const gid = input.u32();
  output.qid(createDirectory(tree, directory, name, { mode, uid, gid }));
}

/** dfid[4] name[s] symtgt[s] gid[4] -> qid */
function makeSymlink(session: Session): void {
  const { input, output, tree } = session;
  const { directory, uid } = parent(session.fid());
  const name = input.string();
  const target = input.string();
  const gid = input.u32();
  output.qid(createSymlinkBytes(tree, directory, name, target, { mode: 0o777, uid, gid }));
}

/** dfid[4] name[s] mode[4] major[4] minor[4] gid[4] -> qid */
function makeNode(session: Session): void {
  const { input, output, tree } = session;
  const { directory, uid } = parent(session.fid());
  const name = input.string();
  const mode = input.u32();
  const major = input.u32();
  const minor = input.u32();
  const gid = input.u32();
  output.qid(createNode(tree, directory, name, { mode, uid, gid }, major, minor));
}

/** fid[4] -> target[s] */
function readLink(session: Session): void {
  const { inode } = session.fid();
  if (!(inode instanceof Symlink)) throw new FileError(Errno.EINVAL);
  session.output.string(inode.target);
}

/** dfid[4] fid[4] name[s] */
function makeLink(session: Session): void {
  const directory = session.directory();
  const { inode } = session.fid();
  link(session.tree, inode, directory, session.input.string());
}

/** dirfid[4] name[s] flags[4] */
function unlinkAt(session: Session): void {
  const { input, tree } = session;
  const directory = session.directory();
  const name = input.string();
  const flags = input.u32();
  unlink(tree, directory, name, (flags & REMOVE_DIRECTORY) === 0 ? "file" : "directory");
}

/** fid[4]: removes the name by which the client came; the fid is gone even if that fails. */
function remove(session: Session): void {
  const { tree } = session;
  const { entry, inode } = session.clunk(session.input.u32());
  const { directory, name } = linked(entry);
  unlink(tree, directory, name, inode instanceof Directory ? "directory" : "file");
}

/** olddirfid[4] oldname[s] newdirfid[4] newname[s] */
function renameAt(session: Session): void {
  const { input, tree } = session;
  const from = session.directory();
  const oldName = input.string();
  const to = session.directory();
  rename(tree, from, oldName, to, input.string());
}

/** fid[4] dfid[4] name[s] */
function renameFid(session: Session): void {
  const { input, tree } = session;
  const { directory, name } = linked(session.fid().entry);
  const to = session.directory();
  rename(tree, directory, name, to, input.string());
}

function parent(fid: Fid): { readonly directory: Directory; readonly uid: number } {
  if (fid.inode instanceof Directory) return { directory: fid.inode, uid: fid.uid };
  throw new FileError(Errno.ENOTDIR);
}

/** @throws FileError ENOENT: the name is gone; EBUSY: the root has none */
function linked(entry: Fid["entry"]): { readonly directory: Directory; readonly name: string } {
  if (entry === undefined) throw new FileError(Errno.ENOENT);
  const { directory, name } = entry;
  if (directory === undefined) throw new FileError(Errno.EBUSY);
  if (directory.children.get(name) !== entry) throw new FileError(Errno.ENOENT);
  return { directory, name };
}
