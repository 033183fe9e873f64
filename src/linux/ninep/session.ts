// SPDX-License-Identifier: MIT
/**
 * One client's view of the tree: its fids, and the message that is being answered. A fid stands for
 * a file that the kernel refers to; until it is clunked the file lives, whatever its names do.
 */
import { Errno, FileError } from "./errno.ts";
import { Directory, type Entry, type Inode } from "./inodes.ts";
import { MessageReader, MessageWriter } from "./messages.ts";
import type { FileTree } from "./tree.ts";

export class Fid {
  readonly inode: Inode;
  /** The name by which the client came here. */
  readonly entry: Entry | undefined;
  /** Who attached: owner of what is created through it. */
  readonly uid: number;
  /** Flags of Tlopen; undefined while not open. */
  openFlags: number | undefined;
  /** The names that Treaddir is listing: those that were there at its offset 0. */
  listing: string[] | undefined;

  constructor(inode: Inode, entry: Entry | undefined, uid: number) {
    this.inode = inode;
    this.entry = entry;
    this.uid = uid;
  }
}

/** P9_DOTL_ACCMODE and flags of Tlopen and Tlcreate, which are those of open(2). */
export const OpenFlag = {
  access: 0o3,
  readOnly: 0,
  writeOnly: 1,
  create: 0o100,
  exclusive: 0o200,
  truncate: 0o1000,
  append: 0o2000,
  directory: 0o200000,
} as const;

export class Session {
  readonly tree: FileTree;
  readonly input: MessageReader = new MessageReader();
  readonly output: MessageWriter = new MessageWriter();
  readonly #fids = new Map<number, Fid>();
  readonly msizeMax: number;
  /** Largest message as agreed by Tversion. Unit: bytes. */
  msize: number;
  /** The errno of the answer, 0: none. For refusals so common that an exception is too slow. */
  refused = 0;

  constructor(tree: FileTree, msizeMax: number) {
    this.tree = tree;
    this.msizeMax = msizeMax;
    this.msize = msizeMax;
  }

  /** The fid that the next field names. @throws FileError EBADF */
  fid(): Fid {
    const fid = this.#fids.get(this.input.u32());
    if (fid === undefined) throw new FileError(Errno.EBADF);
    return fid;
  }

  /** The next field's fid, which must be a directory's. @throws FileError EBADF, ENOTDIR */
  directory(): Directory {
    const { inode } = this.fid();
    if (inode instanceof Directory) return inode;
    throw new FileError(Errno.ENOTDIR);
  }

  /** The next field's fid, open and not with this access mode. @throws FileError EBADF */
  openFid(forbidden: number): Fid {
    const fid = this.fid();
    const flags = fid.openFlags;
    if (flags === undefined || (flags & OpenFlag.access) === forbidden) {
      throw new FileError(Errno.EBADF);
    }
    return fid;
  }

  /** Makes a fid under a number, in place of one that has it. */
  put(number: number, fid: Fid): void {
    this.tree.acquire(fid.inode);
    const old = this.#fids.get(number);
    this.#fids.set(number, fid);
    if (old !== undefined) this.tree.release(old.inode);
  }

  has(number: number): boolean {
    return this.#fids.has(number);
  }

  /** @throws FileError EBADF */
  clunk(number: number): Fid {
    const fid = this.#fids.get(number);
    if (fid === undefined) throw new FileError(Errno.EBADF);
    this.#fids.delete(number);
    this.tree.release(fid.inode);
    return fid;
  }

  clunkAll(): void {
    for (const number of this.#fids.keys()) this.clunk(number);
  }
}
