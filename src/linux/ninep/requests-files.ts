// SPDX-License-Identifier: MIT
/** Requests about open files: open, create, read, write, readdir, fsync, locks. */
import { createFile } from "./create.ts";
import { readFile, truncateFile, writeFile } from "./data.ts";
import { Errno, FileError } from "./errno.ts";
import { Directory, FileType, type Inode, RegularFile, Symlink } from "./inodes.ts";
import { MessageType, QID_BYTES } from "./messages.ts";
import { Fid, OpenFlag, type Session } from "./session.ts";

export const fileRequests: readonly [number, (session: Session) => void][] = [
  [MessageType.Tlopen, open],
  [MessageType.Tlcreate, create],
  [MessageType.Tread, read],
  [MessageType.Twrite, write],
  [MessageType.Treaddir, readDirectory],
  [MessageType.Tfsync, sync],
  [MessageType.Tlock, lock],
  [MessageType.Tgetlock, getLock],
];

/** Without a number the client takes all that fits into a message. */
const IOUNIT_ANY = 0;

const Mode = { setUid: 0o4000, setGid: 0o2000, setGidExecutable: 0o2010 } as const;

const LOCK_SUCCESS = 0;
const LOCK_TYPE_UNLOCK = 2;

/** fid[4] flags[4] -> qid iounit[4] */
function open(session: Session): void {
  const { input, output, tree } = session;
  const fid = session.fid();
  const flags = input.u32();
  const { inode } = fid;
  const writes = (flags & OpenFlag.access) !== OpenFlag.readOnly;
  if (inode instanceof Symlink) throw new FileError(Errno.ELOOP);
  if (inode instanceof Directory && writes) throw new FileError(Errno.EISDIR);
  if (!(inode instanceof Directory) && (flags & OpenFlag.directory) !== 0) {
    throw new FileError(Errno.ENOTDIR);
  }
  if (inode instanceof RegularFile && writes && (flags & OpenFlag.truncate) !== 0) {
    truncateFile(tree, inode, 0);
  }
  fid.openFlags = flags;
  output.qid(inode);
  output.u32(IOUNIT_ANY);
}

/** fid[4] name[s] flags[4] mode[4] gid[4] -> qid iounit[4]: the fid becomes the open file's. */
function create(session: Session): void {
  const { input, output, tree } = session;
  const number = input.u32At(input.at);
  const { inode: directory, uid } = session.fid();
  const name = input.string();
  const flags = input.u32();
  const mode = input.u32();
  const gid = input.u32();
  if (!(directory instanceof Directory)) throw new FileError(Errno.ENOTDIR);
  const file = createFile(tree, directory, name, { mode, uid, gid });
  const fid = new Fid(file, file.names[0], uid);
  fid.openFlags = flags;
  session.put(number, fid);
  output.qid(file);
  output.u32(IOUNIT_ANY);
}

/** fid[4] offset[8] count[4] -> count[4] data */
function read(session: Session): void {
  const { input, output, tree } = session;
  const fid = session.openFid(OpenFlag.writeOnly);
  const position = input.u64();
  const wanted = input.u32();
  const countAt = output.skip(4);
  const start = output.at;
  const length = Math.min(wanted, output.room);
  const count = readFile(tree, regular(fid), position, output.bytes, start, length);
  output.skip(count);
  output.u32At(countAt, count);
}

/** fid[4] offset[8] count[4] data -> count[4] */
function write(session: Session): void {
  const { input, output, tree } = session;
  const fid = session.openFid(OpenFlag.readOnly);
  const file = regular(fid);
  const offset = input.u64();
  const count = input.u32();
  const start = input.skip(count);
  // The client's idea of the size may be older than another name's last write.
  const position = ((fid.openFlags ?? 0) & OpenFlag.append) !== 0 ? file.length : offset;
  writeFile(tree, file, position, input.bytes, start, count);
  if (fid.uid !== 0) dropPrivileges(file);
  output.u32(count);
}

/** As file_remove_privs() in fs/inode.c, which the client's writes past its cache do not reach. */
function dropPrivileges(file: RegularFile): void {
  if ((file.mode & Mode.setUid) !== 0) file.mode &= ~Mode.setUid;
  if ((file.mode & Mode.setGidExecutable) === Mode.setGidExecutable) file.mode &= ~Mode.setGid;
}

/**
 * fid[4] offset[8] count[4] -> count[4] count*(qid offset[8] type[1] name[s])
 *
 * Offsets count the names that were there when the client asked for offset 0, "." and ".." first:
 * an entry that goes or comes in between moves no other.
 */
function readDirectory(session: Session): void {
  const { input, output } = session;
  const fid = session.openFid(OpenFlag.writeOnly);
  const directory = fid.inode;
  const offset = input.u64();
  const wanted = input.u32();
  if (!(directory instanceof Directory)) throw new FileError(Errno.ENOTDIR);
  if (fid.listing === undefined || offset === 0) fid.listing = listing(directory);
  const countAt = output.skip(4);
  const start = output.at;
  const end = start + Math.min(wanted, output.room);
  for (let at = offset; at < fid.listing.length; at++) {
    const name = fid.listing[at] ?? "";
    const inode = listed(directory, name);
    if (inode === undefined) continue;
    if (output.at + QID_BYTES + 8 + 1 + 2 + name.length > end) break;
    output.qid(inode);
    output.u64(at + 1);
    output.u8(inode.type >>> 12);
    output.string(name);
  }
  output.u32At(countAt, output.at - start);
}

function listing(directory: Directory): string[] {
  return [".", "..", ...[...directory.children.keys()].sort()];
}

function listed(directory: Directory, name: string): Inode | undefined {
  if (name === ".") return directory;
  if (name === "..") return directory.entry?.directory ?? directory;
  return directory.children.get(name)?.inode;
}

/** What was written is where it stays already. */
function sync(session: Session): void {
  session.fid();
}

/** The client has checked its own locks, and there is no other client. */
function lock(session: Session): void {
  session.fid();
  session.output.u8(LOCK_SUCCESS);
}

/** fid[4] type[1] start[8] length[8] proc_id[4] client_id[s] -> the same, of type "unlocked". */
function getLock(session: Session): void {
  const { input, output } = session;
  session.fid();
  input.u8();
  const start = input.skip(8);
  const length = input.skip(8);
  const process = input.u32();
  const client = input.string();
  output.u8(LOCK_TYPE_UNLOCK);
  output.copy(input.bytes, start, 8);
  output.copy(input.bytes, length, 8);
  output.u32(process);
  output.string(client);
}

function regular(fid: Fid): RegularFile {
  const { inode } = fid;
  if (inode instanceof RegularFile) return inode;
  throw new FileError(inode.type === FileType.directory ? Errno.EISDIR : Errno.EINVAL);
}
