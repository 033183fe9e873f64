// SPDX-License-Identifier: MIT
/**
 * The root file system of one host: names, metadata and, through a `Storage`, contents.
 *
 * The engine fills it with `add…` and looks at it with `lookup`, `read` and `contents`; those take
 * absolute paths as text and follow symbolic links inside the tree. A `P9Server` gives it to the
 * host's kernel. Inode numbers go up in order of creation, times come from `now`, and nothing
 * depends on the machine. Permissions are the kernel's business: with access=client it checks modes
 * itself, and what reaches the server is allowed.
 *
 * ```ts
 * const tree = new FileTree({ now: () => 1_767_225_600_000_000_000n });
 * tree.addFile("/etc/hostname", encodeUtf8("h1\n"));
 * tree.read("/etc/hostname"); // bytes of "h1\n"
 * ```
 */

import { createDirectory, createFile, createNode, createSymlink } from "./create.ts";
import { readFile, replaceContents } from "./data.ts";
import { Errno, FileError } from "./errno.ts";
import type { BaseContent, Owner, Timestamp } from "./inodes.ts";
import { Directory, Entry, FileType, Inode, RegularFile, Symlink } from "./inodes.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { components, textOf } from "./names.ts";
import type { Storage } from "./storage.ts";

/** Symbolic links followed in one path, as MAXSYMLINKS of the kernel. */
const SYMLINKS_MAX = 40;

export interface TreeOptions {
  /** CLOCK_REALTIME of the host. Unit: ns since 1970; a number only where 256 ns are no matter. */
  readonly now: () => bigint | number;
  /** Where written contents go; default: memory. */
  readonly storage?: Storage;
}

/** Permission bits, with set-id (default 0644, directories 0755); owner, default root. */
export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Device {
  readonly type: "character" | "block";
  readonly major: number;
  readonly minor: number;
}

/** The bytes of a program. `bytes` reads them when it is asked for. */
export interface ProgramContents {
  readonly bytes: Uint8Array;
  readonly sha256: string | undefined;
}

export class FileTree {
  readonly root: Directory;
  /** Called after each write of a guest with the file's path (none: unlinked) and the new bytes. */
  onWrite: ((path: string, data: Uint8Array) => void) | undefined;
  /** Sum of the sizes of regular files. Unit: bytes. */
  usedBytes = 0;
  readonly #inodes = new Map<number, Inode>();
  readonly #now: () => bigint | number;
  #nextId = 1;
  #lastNow: bigint | number = -1;
  #timestamp: Timestamp = { s: 0, ns: 0 };

  constructor(options: TreeOptions) {
    this.#now = options.now;
    const storage = options.storage ?? new MemoryStorage();
    const root = new Directory(this.takeId(), owner({}, 0o755), this.timestamp(), storage);
    root.names.push(new Entry("", undefined, root));
    this.root = root;
    this.remember(root);
  }

  /** A directory with all above it that are missing (0755). One that exists gets the attributes. */
  addDirectory(path: string, attributes: Attributes = {}): Directory {
    const directory = this.#ensure(components(path), path);
    setAttributes(directory, attributes);
    return directory;
  }

  /** A regular file that nobody copies until a guest writes to it. Replaces a file's contents. */
  addFile(
    path: string,
    contents: Uint8Array | BaseContent,
    attributes: Attributes = {},
  ): RegularFile {
    const base = contents instanceof Uint8Array ? { bytes: contents } : contents;
    const [directory, name] = this.#parent(path);
    const old = directory.children.get(name)?.inode;
    if (old !== undefined && !(old instanceof RegularFile)) {
      throw new FileError(Errno.EEXIST, `Cannot add file '${path}': it is no regular file`);
    }
    const file = old ?? createFile(this, directory, name, owner(attributes, 0o644), true);
    replaceContents(this, file, base);
    setAttributes(file, attributes);
    return file;
  }

  /** The target is text and may lead nowhere. */
  addSymlink(path: string, target: string, attributes: Attributes = {}): Symlink {
    const [directory, name] = this.#parent(path);
    return createSymlink(this, directory, name, target, owner(attributes, 0o777));
  }

  addDevice(path: string, device: Device, attributes: Attributes = {}): Inode {
    const [directory, name] = this.#parent(path);
    const type = device.type === "block" ? FileType.block : FileType.character;
    const node = owner(attributes, 0o600);
    const mode = type | node.mode;
    return createNode(this, directory, name, { ...node, mode }, device.major, device.minor);
  }

  /** The file at a path, undefined if there is none. */
  lookup(path: string, options: { readonly followLast?: boolean } = {}): Inode | undefined {
    return this.#resolve(components(path), options.followLast ?? true);
  }

  /** All bytes of a regular file, undefined if there is none at this path. */
  read(path: string): Uint8Array | undefined {
    const file = this.lookup(path);
    return file instanceof RegularFile ? allBytes(this, file) : undefined;
  }

  /** The names in a directory, sorted by bytes, undefined if there is none at this path. */
  list(path: string): string[] | undefined {
    const directory = this.lookup(path);
    if (!(directory instanceof Directory)) return undefined;
    return [...directory.children.keys()].sort().map((name) => textOf(name));
  }

  /**
   * A program for exec, by what the kernel knows of it. The version is the kernel's and may be an
   * older one than the file's, as natively exec takes the bytes that are there.
   *
   * @returns the contents, or a positive errno: ESTALE no such file, EACCES no regular file
   */
  contents(qidPath: number, _version: number): ProgramContents | number {
    const inode = this.#inodes.get(qidPath);
    if (inode === undefined) return Errno.ESTALE;
    if (!(inode instanceof RegularFile)) return Errno.EACCES;
    const known = inode.sha256Version === inode.version ? inode.sha256 : undefined;
    if (inode.base !== undefined) {
      return { bytes: inode.base.bytes, sha256: inode.base.sha256 ?? known };
    }
    const read = (): Uint8Array => allBytes(this, inode);
    return {
      get bytes(): Uint8Array {
        return read();
      },
      sha256: known,
    };
  }

  /** Keeps the hash of a file's present bytes, so that the next `contents` has it. */
  noteSha256(qidPath: number, sha256: string): void {
    const inode = this.#inodes.get(qidPath);
    if (!(inode instanceof RegularFile)) return;
    inode.sha256 = sha256;
    inode.sha256Version = inode.version;
  }

  /** An empty directory whose contents go to a storage of their own; renames across are EXDEV. */
  addMount(path: string, storage: Storage, attributes: Attributes = {}): Directory {
    const [directory, name] = this.#parent(path);
    return createDirectory(this, directory, name, owner(attributes, 0o755), true, storage);
  }

  /** The present time; one object for all that happens at one instant. */
  timestamp(): Timestamp {
    const now = this.#now();
    if (now !== this.#lastNow) {
      this.#lastNow = now;
      this.#timestamp = toTimestamp(now);
    }
    return this.#timestamp;
  }

  get inodeCount(): number {
    return this.#inodes.size;
  }

  takeId(): number {
    return this.#nextId++;
  }

  remember(inode: Inode): void {
    this.#inodes.set(inode.id, inode);
  }

  /** A fid refers to it. */
  acquire(inode: Inode): void {
    inode.fids += 1;
  }

  /** A fid refers to it no longer. */
  release(inode: Inode): void {
    inode.fids -= 1;
    this.reclaim(inode);
  }

  /** Frees what has neither a name nor a fid. */
  reclaim(inode: Inode): void {
    if (inode.fids > 0 || inode.names.length > 0) return;
    if (!this.#inodes.delete(inode.id)) return;
    if (inode instanceof RegularFile) {
      this.usedBytes -= inode.length;
      inode.content?.close();
    }
  }

  #parent(path: string): [Directory, string] {
    const names = components(path);
    const name = names.pop();
    if (name === undefined) throw new FileError(Errno.EEXIST, `Cannot add '${path}': it exists`);
    return [this.#ensure(names, path), name];
  }

  #ensure(names: readonly string[], path: string): Directory {
    const there = this.#resolve(names, true);
    if (there instanceof Directory) return there;
    for (let i = 1; i <= names.length; i++) {
      const above = this.#resolve(names.slice(0, i - 1), true);
      const name = names[i - 1];
      if (!(above instanceof Directory) || name === undefined || name === "..") continue;
      if (!above.children.has(name)) createDirectory(this, above, name, owner({}, 0o755), true);
    }
    const directory = this.#resolve(names, true);
    if (directory instanceof Directory) return directory;
    throw new FileError(Errno.ENOTDIR, `Cannot add '${path}': a part of it is no directory`);
  }

  #resolve(names: readonly string[], followLast: boolean): Inode | undefined {
    const pending = [...names].toReversed();
    let at: Inode = this.root;
    let links = 0;
    while (pending.length > 0) {
      const name = pending.pop() ?? "";
      if (!(at instanceof Directory)) return undefined;
      const next: Inode | undefined =
        name === ".." ? (at.entry?.directory ?? at) : at.children.get(name)?.inode;
      if (next === undefined) return undefined;
      if (!(next instanceof Symlink) || (pending.length === 0 && !followLast)) {
        at = next;
        continue;
      }
      if (++links > SYMLINKS_MAX) return undefined;
      pending.push(...next.target.split("/").filter(isStep).toReversed());
      if (next.target.startsWith("/")) at = this.root;
    }
    return at;
  }
}

function isStep(part: string): boolean {
  return part !== "" && part !== ".";
}

function allBytes(tree: FileTree, file: RegularFile): Uint8Array {
  const bytes = new Uint8Array(file.length);
  readFile(tree, file, 0, bytes, 0, bytes.length);
  return bytes;
}

function owner(attributes: Attributes, mode: number): Owner {
  return { mode: attributes.mode ?? mode, uid: attributes.uid ?? 0, gid: attributes.gid ?? 0 };
}

function setAttributes(inode: Inode, { mode, uid, gid }: Attributes): void {
  if (mode !== undefined) inode.mode = inode.type | (mode & 0o7777);
  if (uid !== undefined) inode.uid = uid;
  if (gid !== undefined) inode.gid = gid;
}

function toTimestamp(now: bigint | number): Timestamp {
  if (typeof now === "bigint") {
    const ns = ((now % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    return { s: Number((now - ns) / 1_000_000_000n), ns: Number(ns) };
  }
  const s = Math.floor(now / 1e9);
  return { s, ns: Math.floor(now - s * 1e9) };
}
