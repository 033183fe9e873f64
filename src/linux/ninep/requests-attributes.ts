// SPDX-License-Identifier: MIT
/** Requests about metadata: getattr, setattr, statfs, extended attributes (there are none). */
import { truncateFile } from "./data.ts";
import { Errno, FileError } from "./errno.ts";
import { Directory, type Inode, RegularFile, type Timestamp } from "./inodes.ts";
import { MessageType } from "./messages.ts";
import { NAME_BYTES_MAX } from "./names.ts";
import { Fid, type Session } from "./session.ts";

export const attributeRequests: readonly [number, (session: Session) => void][] = [
  [MessageType.Tgetattr, getAttributes],
  [MessageType.Tsetattr, setAttributes],
  [MessageType.Tstatfs, statfs],
  [MessageType.Txattrwalk, walkExtended],
  [MessageType.Txattrcreate, createExtended],
];

/** P9_STATS_ALL: with times of birth, generation and data version. */
const STATS_ALL = 0x3fff;

/** P9_ATTR_… of Tsetattr. */
const Set = {
  mode: 0x1,
  uid: 0x2,
  gid: 0x4,
  size: 0x8,
  atime: 0x10,
  mtime: 0x20,
  atimeGiven: 0x80,
  mtimeGiven: 0x100,
} as const;

const BLOCK_BYTES = 4096;
/** st_blocks counts these. */
const SECTOR_BYTES = 512;
/** A constant of every host, whatever the machine's disk is: 1 TiB. */
const FILE_SYSTEM_BLOCKS = 2 ** 28;
const FILE_SYSTEM_FILES = 2 ** 24;
/** V9FS_MAGIC. */
const FILE_SYSTEM_TYPE = 0x01021997;

/** fid[4] request_mask[8] -> valid[8] qid mode[4] uid[4] gid[4] nlink[8] … */
function getAttributes(session: Session): void {
  const { output } = session;
  const { inode } = session.fid();
  output.u64(STATS_ALL);
  output.qid(inode);
  output.u32(inode.mode);
  output.u32(inode.uid);
  output.u32(inode.gid);
  output.u64(inode.linkCount);
  output.u64(inode.rdev);
  output.u64(inode.size);
  output.u64(BLOCK_BYTES);
  output.u64(sectors(inode));
  for (const { s, ns } of [inode.atime, inode.mtime, inode.ctime, inode.btime]) {
    output.u64(s);
    output.u64(ns);
  }
  output.u64(0);
  output.u64(inode.version);
}

function sectors(inode: Inode): number {
  if (!(inode instanceof RegularFile)) return 0;
  return Math.ceil(inode.length / BLOCK_BYTES) * (BLOCK_BYTES / SECTOR_BYTES);
}

/** fid[4] valid[4] mode[4] uid[4] gid[4] size[8] atime_sec[8] atime_nsec[8] mtime_… */
function setAttributes(session: Session): void {
  const { input, tree } = session;
  const { inode } = session.fid();
  const valid = input.u32();
  const mode = input.u32();
  const uid = input.u32();
  const gid = input.u32();
  const size = input.u64();
  const atime = { s: input.i64(), ns: input.u64() };
  const mtime = { s: input.i64(), ns: input.u64() };
  if ((valid & Set.size) !== 0) {
    if (inode instanceof Directory) throw new FileError(Errno.EISDIR);
    if (!(inode instanceof RegularFile)) throw new FileError(Errno.EINVAL);
    truncateFile(tree, inode, size);
  }
  if ((valid & Set.mode) !== 0) inode.mode = inode.type | (mode & 0o7777);
  if ((valid & Set.uid) !== 0) inode.uid = uid;
  if ((valid & Set.gid) !== 0) inode.gid = gid;
  const now: Timestamp = tree.timestamp();
  if ((valid & Set.atime) !== 0) inode.atime = (valid & Set.atimeGiven) !== 0 ? atime : now;
  if ((valid & Set.mtime) !== 0) inode.mtime = (valid & Set.mtimeGiven) !== 0 ? mtime : now;
  inode.ctime = now;
}

/** fid[4] -> type[4] bsize[4] blocks[8] bfree[8] bavail[8] files[8] ffree[8] fsid[8] namelen[4] */
function statfs(session: Session): void {
  const { output, tree } = session;
  session.fid();
  const free = Math.max(0, FILE_SYSTEM_BLOCKS - Math.ceil(tree.usedBytes / BLOCK_BYTES));
  output.u32(FILE_SYSTEM_TYPE);
  output.u32(BLOCK_BYTES);
  output.u64(FILE_SYSTEM_BLOCKS);
  output.u64(free);
  output.u64(free);
  output.u64(FILE_SYSTEM_FILES);
  output.u64(Math.max(0, FILE_SYSTEM_FILES - tree.inodeCount));
  output.u64(0);
  output.u32(NAME_BYTES_MAX);
}

/** fid[4] newfid[4] name[s] -> size[8]: an empty list, and no attribute of any name. */
function walkExtended(session: Session): void {
  const { input, output } = session;
  const fid = session.fid();
  const number = input.u32();
  if (input.string() !== "") throw new FileError(Errno.EOPNOTSUPP);
  if (session.has(number)) throw new FileError(Errno.EBADF);
  session.put(number, new Fid(fid.inode, undefined, fid.uid));
  output.u64(0);
}

function createExtended(_session: Session): void {
  throw new FileError(Errno.EOPNOTSUPP);
}
