// SPDX-License-Identifier: MIT
/**
 * A folder of the machine as a folder of a host (`dce exec --dir`): what stands in it is seen, what
 * a program writes is there at once. Links are seen as links and are followed on the host only, so
 * that none leads out of the folder; those that a program makes stay on the host. Modes, owners and
 * times are the host's own, but for the execute bit of what stands there.
 */
import { Buffer } from "node:buffer";
import * as fs from "node:fs";
import { Errno, FileError } from "../linux/ninep/errno.ts";
import { Directory, RegularFile } from "../linux/ninep/inodes.ts";
import { bytesToName, textOf } from "../linux/ninep/names.ts";
import { unlink } from "../linux/ninep/naming.ts";
import { type Content, namesOf, type Place, type Storage } from "../linux/ninep/storage.ts";
import type { FileTree } from "../linux/ninep/tree.ts";
import { errnoOf, messageOf } from "./exit-status.ts";
import { OpenFiles } from "./open-files.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR } = fs.constants;
/** Why a file may be read but not written. */
const READ_ONLY: readonly string[] = ["EACCES", "EROFS", "EPERM", "ETXTBSY"];
const openFiles = new OpenFiles<FolderContent>(64);

/**
 * @param at where the host sees it: "/mnt"; an empty folder there gives way
 */
export function mountFolder(tree: FileTree, at: string, folder: string): void {
  const old = tree.lookup(at);
  const above = old instanceof Directory ? old.entry?.directory : undefined;
  if (above !== undefined) unlink(tree, above, at.slice(at.lastIndexOf("/") + 1), "directory");
  const storage = new FolderStorage(folder, at.split("/").filter((part) => part !== "").length);
  tree.addMount(at, storage);
  addEntries(tree, at, Buffer.from(folder), storage);
}

function addEntries(tree: FileTree, at: string, folder: Buffer, storage: FolderStorage): void {
  const entries = fs.readdirSync(folder, { withFileTypes: true, encoding: "buffer" });
  for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
    const from = Buffer.concat([folder, Buffer.from("/"), entry.name]);
    const path = `${at}/${textOf(bytesToName(entry.name))}`;
    if (entry.isDirectory()) {
      tree.addDirectory(path);
      addEntries(tree, path, from, storage);
    } else if (entry.isSymbolicLink()) {
      tree.addSymlink(path, fs.readlinkSync(from, "utf8"));
    } else if (entry.isFile()) {
      addExisting(tree, path, from, storage);
    }
  }
}

/** Its bytes are read when a program asks for them. */
function addExisting(tree: FileTree, path: string, from: Buffer, storage: FolderStorage): void {
  const about = fs.statSync(from);
  const mode = (about.mode & 0o111) === 0 ? 0o644 : 0o755;
  const file = tree.addFile(path, new Uint8Array(0), { mode });
  const [place] = file.names;
  if (!(file instanceof RegularFile) || place === undefined) return;
  file.content = new FolderContent(storage, place);
  file.base = undefined;
  file.length = about.size;
  tree.usedBytes += about.size;
}

class FolderStorage implements Storage {
  readonly #folder: Buffer;
  readonly #depth: number;

  /** @param depth names of the host's path above what stands in the folder */
  constructor(folder: string, depth: number) {
    this.#folder = Buffer.from(folder);
    this.#depth = depth;
  }

  create(_id: number, place: Place | undefined): Content {
    // No program has it open under a name, so that nobody can look at it on the machine either.
    if (place === undefined) throw new FileError(Errno.EOPNOTSUPP);
    const flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
    const content = new FolderContent(this, place);
    const fd = refusing(() => fs.openSync(this.pathOf(place), flags, 0o644));
    openFiles.add(content, fd);
    return content;
  }

  makeDirectory(place: Place): void {
    refusing(() => fs.mkdirSync(this.pathOf(place)));
  }

  removeDirectory(place: Place): void {
    refusing(() => fs.rmdirSync(this.pathOf(place)));
  }

  rename(from: Place, to: Place, _content?: Content, replaced?: Place, lost?: Content): void {
    if (lost !== undefined && replaced !== undefined) lost.unlink(replaced);
    refusing(() => fs.renameSync(this.pathOf(from), this.pathOf(to)));
  }

  pathOf(place: Place): Buffer {
    const names = namesOf(place).slice(this.#depth);
    return Buffer.concat([this.#folder, ...names.map((name) => Buffer.from(`/${name}`, "latin1"))]);
  }
}

class FolderContent implements Content {
  readonly #storage: FolderStorage;
  readonly #places: Place[];
  /** Its descriptor once it has no name any more. */
  #nameless: number | undefined;

  constructor(storage: FolderStorage, place: Place) {
    this.#storage = storage;
    this.#places = [place];
  }

  read(position: number, into: Uint8Array, offset: number, length: number): void {
    const fd = this.#descriptor();
    let done = 0;
    while (done < length) {
      const count = refusing(() =>
        fs.readSync(fd, into, offset + done, length - done, position + done),
      );
      if (count === 0) break;
      done += count;
    }
    into.fill(0, offset + done, offset + length);
  }

  write(position: number, from: Uint8Array, offset: number, length: number): void {
    const fd = this.#descriptor();
    for (let done = 0; done < length; ) {
      done += refusing(() => fs.writeSync(fd, from, offset + done, length - done, position + done));
    }
  }

  truncate(size: number): void {
    refusing(() => fs.ftruncateSync(this.#descriptor(), size));
  }

  link(place: Place): void {
    const [first] = this.#places;
    if (first === undefined) throw new FileError(Errno.ENOENT);
    refusing(() => fs.linkSync(this.#storage.pathOf(first), this.#storage.pathOf(place)));
    this.#places.push(place);
  }

  unlink(place: Place): void {
    if (this.#places.length === 1) {
      this.#descriptor();
      this.#nameless = openFiles.take(this);
    }
    refusing(() => fs.unlinkSync(this.#storage.pathOf(place)));
    this.#places.splice(this.#places.indexOf(place), 1);
  }

  close(): void {
    openFiles.close(this);
    if (this.#nameless !== undefined) fs.closeSync(this.#nameless);
    this.#nameless = undefined;
  }

  #descriptor(): number {
    return this.#nameless ?? openFiles.get(this, this.#open);
  }

  /** A file of the machine that cannot be written can still be read. */
  readonly #open = (): number => {
    const [place] = this.#places;
    if (place === undefined) throw new FileError(Errno.ESTALE);
    const path = this.#storage.pathOf(place);
    try {
      return fs.openSync(path, O_RDWR | O_NOFOLLOW);
    } catch (error) {
      if (!READ_ONLY.includes(errnoOf(error) ?? "")) return refusing(() => raise(error));
      return refusing(() => fs.openSync(path, O_RDONLY | O_NOFOLLOW));
    }
  };
}

function raise(error: unknown): never {
  throw error;
}

/** The machine's refusal is the guest's errno. */
function refusing<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = errnoOf(error) ?? "";
    const known: Readonly<Record<string, number>> = Errno;
    throw new FileError(known[code] ?? Errno.EIO, messageOf(error));
  }
}
