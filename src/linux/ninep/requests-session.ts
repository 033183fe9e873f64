// SPDX-License-Identifier: MIT
/** Requests about the session and its fids: version, attach, walk, clunk, flush. */
import { Errno, FileError } from "./errno.ts";
import { Directory, type Entry, type Inode } from "./inodes.ts";
import { MessageType } from "./messages.ts";
import { Fid, type Session } from "./session.ts";

export const sessionRequests: readonly [number, (session: Session) => void][] = [
  [MessageType.Tversion, version],
  [MessageType.Tauth, auth],
  [MessageType.Tattach, attach],
  [MessageType.Tflush, flush],
  [MessageType.Twalk, walk],
  [MessageType.Tclunk, clunk],
];

/** The client's number when it attaches for nobody in particular. */
const NO_UID = 0xffffffff;

const VERSION = "9P2000.L";

/** msize[4] version[s]: starts the session anew. */
function version(session: Session): void {
  const { input, output } = session;
  session.msize = Math.min(session.msizeMax, input.u32());
  const spoken = input.string() === VERSION;
  session.clunkAll();
  output.u32(session.msize);
  output.string(spoken ? VERSION : "unknown");
}

function auth(_session: Session): void {
  throw new FileError(Errno.EOPNOTSUPP);
}

/** fid[4] afid[4] uname[s] aname[s] n_uname[4] -> qid */
function attach(session: Session): void {
  const { input, output, tree } = session;
  const number = input.u32();
  input.u32();
  input.string();
  input.string();
  const uid = input.u32();
  if (session.has(number)) throw new FileError(Errno.EBADF);
  session.put(number, new Fid(tree.root, tree.root.entry, uid === NO_UID ? 0 : uid));
  output.qid(tree.root);
}

/** Every answer is given before the next request: there is nothing to flush. */
function flush(session: Session): void {
  session.input.u16();
}

/** fid[4] newfid[4] nwname[2] nwname*(wname[s]) -> nwqid[2] nwqid*(qid) */
function walk(session: Session): void {
  const { input, output } = session;
  const start = input.at;
  const fid = session.fid();
  const number = input.u32();
  const count = input.u16();
  const countAt = output.skip(2);
  let entry: Entry | undefined = fid.entry;
  let inode: Inode = fid.inode;
  let done = 0;
  while (done < count) {
    const name = input.string();
    if (!(inode instanceof Directory)) {
      if (done === 0) throw new FileError(Errno.ENOTDIR);
      break;
    }
    const next: Entry | undefined = step(inode, name);
    if (next === undefined) {
      if (done === 0) session.refused = Errno.ENOENT;
      break;
    }
    entry = next;
    ({ inode } = next);
    output.qid(inode);
    done += 1;
  }
  output.u16At(countAt, done);
  if (done < count) return;
  const same = input.u32At(start) === number;
  if (!same && session.has(number)) throw new FileError(Errno.EBADF);
  session.put(number, new Fid(inode, entry, fid.uid));
}

function step(directory: Directory, name: string): Entry | undefined {
  if (name === ".") return directory.entry;
  if (name === "..") return directory.entry?.parent ?? directory.entry;
  return directory.children.get(name);
}

function clunk(session: Session): void {
  session.clunk(session.input.u32());
}
