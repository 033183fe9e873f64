// SPDX-License-Identifier: MIT
/**
 * What the tree is made of: an `Inode` for each file, an `Entry` for each name of one. All of it is
 * metadata in memory; bytes that a guest wrote are in a `Content` (storage.ts), bytes that were
 * there from the start (`BaseContent`) are shared by all hosts until a guest writes to the file.
 */
import type { Content, Place, Storage } from "./storage.ts";

/** The type bits of a mode (include/uapi/linux/stat.h). */
export const FileType = {
  mask: 0o170000,
  socket: 0o140000,
  symlink: 0o120000,
  regular: 0o100000,
  block: 0o060000,
  directory: 0o040000,
  character: 0o020000,
  fifo: 0o010000,
} as const;

/** A time of CLOCK_REALTIME. `s` may be negative, `ns` is 0 to 999,999,999. */
export interface Timestamp {
  readonly s: number;
  readonly ns: number;
}

/** Permission bits (where a type is free also the type) and numeric owner. */
export interface Owner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Bytes that nobody changes, with their hash where somebody computed it (hexadecimal). */
export interface BaseContent {
  readonly bytes: Uint8Array;
  readonly sha256?: string | undefined;
}

/** A name of a file in a directory. Lives on, unlinked, while a fid came through it. */
export class Entry implements Place {
  name: string;
  /** The directory's own entry. */
  parent: Entry | undefined;
  readonly inode: Inode;

  constructor(name: string, parent: Entry | undefined, inode: Inode) {
    this.name = name;
    this.parent = parent;
    this.inode = inode;
  }

  get directory(): Directory | undefined {
    return this.parent?.inode instanceof Directory ? this.parent.inode : undefined;
  }
}

/** Anything without bytes of its own: device, FIFO, socket; and what all files share. */
export class Inode {
  /** qid.path: numbers in order of creation. */
  readonly id: number;
  /** qid.version: changes with the contents. */
  version = 0;
  /** Type and permissions. */
  mode: number;
  uid: number;
  gid: number;
  /** As the kernel's new_encode_dev(). */
  rdev = 0;
  atime: Timestamp;
  mtime: Timestamp;
  ctime: Timestamp;
  readonly btime: Timestamp;
  /** Its names; empty once unlinked. */
  readonly names: Entry[] = [];
  /** Fids that refer to it. */
  fids = 0;

  constructor(id: number, mode: number, { uid, gid }: Owner, now: Timestamp) {
    this.id = id;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.atime = now;
    this.mtime = now;
    this.ctime = now;
    this.btime = now;
  }

  get type(): number {
    return this.mode & FileType.mask;
  }

  get linkCount(): number {
    return this.names.length;
  }

  /** Unit: bytes. */
  get size(): number {
    return 0;
  }
}

export class Directory extends Inode {
  /** Where contents of files made here go. */
  readonly storage: Storage;
  readonly children: Map<string, Entry> = new Map();
  /** Directories among the children: each has a ".." that links here. */
  subdirectories = 0;

  constructor(id: number, owner: Owner, now: Timestamp, storage: Storage) {
    super(id, FileType.directory | (owner.mode & 0o7777), owner, now);
    this.storage = storage;
  }

  /** Its entry; undefined once it is removed. */
  get entry(): Entry | undefined {
    return this.names[0];
  }

  override get linkCount(): number {
    return this.names.length === 0 ? 0 : 2 + this.subdirectories;
  }

  override get size(): number {
    return 4096;
  }
}

export class Symlink extends Inode {
  readonly target: string;

  constructor(id: number, owner: Owner, now: Timestamp, target: string) {
    super(id, FileType.symlink | 0o777, owner, now);
    this.target = target;
  }

  override get size(): number {
    return this.target.length;
  }
}

export class RegularFile extends Inode {
  readonly storage: Storage;
  length = 0;
  /** What a guest wrote; `base` counts no longer then. */
  content: Content | undefined;
  base: BaseContent | undefined;
  /** The hash that `FileTree.noteSha256` was told, and the version that it is of. */
  sha256: string | undefined;
  sha256Version = -1;

  constructor(id: number, owner: Owner, now: Timestamp, storage: Storage) {
    super(id, FileType.regular | (owner.mode & 0o7777), owner, now);
    this.storage = storage;
  }

  override get size(): number {
    return this.length;
  }
}
