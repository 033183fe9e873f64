// SPDX-License-Identifier: MIT
/**
 * What a host's programs write, as files of the machine: `FOLDER/var/log/12/stdout` for
 * `/var/log/12/stdout`. Every write is a write(2) to the machine before it is answered, so that
 * bytes survive whatever ends the run.
 *
 * Only regular files and folders are mirrored: links, devices and modes are the tree's metadata, so
 * no name here ever leads outside the folder. Contents whose name the machine's file system refuses
 * (too long, not its encoding, equal but for case) are in `FOLDER.unnamed/ID`, and
 * `FOLDER.unnamed/names` says whose they are.
 */
import { Buffer } from "node:buffer";
import * as fs from "node:fs";
import { Errno, FileError } from "../linux/ninep/errno.ts";
import { textOf } from "../linux/ninep/names.ts";
import { type Content, namesOf, type Place, type Storage } from "../linux/ninep/storage.ts";
import { OpenFiles } from "./open-files.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = fs.constants;

/** Of all storages of a thread, so that many hosts stay below the machine's limit. */
const OPEN_FILES_MAX = 256;
const openFiles = new OpenFiles<NodeContent>(OPEN_FILES_MAX);

/** The machine's answers that are about a name and not about bytes. */
const NAME_ERRORS: ReadonlySet<string> = new Set([
  "EEXIST",
  "EILSEQ",
  "EINVAL",
  "EISDIR",
  "ELOOP",
  "EMLINK",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "ENOTEMPTY",
  "ENOTSUP",
  "EPERM",
  "EXDEV",
]);

export class NodeStorage implements Storage {
  readonly #folder: Buffer;
  readonly #contents = new Set<NodeContent>();

  /** The folder is made; files that stand in it are not looked at. */
  constructor(folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    this.#folder = Buffer.from(folder);
  }

  create(id: number, place: Place | undefined): Content {
    const content = new NodeContent(this, id);
    if (place === undefined) content.createUnnamed();
    else content.createNamed(place);
    this.#contents.add(content);
    return content;
  }

  makeDirectory(place: Place): void {
    tryName(() => fs.mkdirSync(this.pathOf(place), { recursive: true }));
  }

  removeDirectory(place: Place): void {
    tryName(() => fs.rmdirSync(this.pathOf(place)));
  }

  rename(from: Place, to: Place, content?: Content, replaced?: Place, lost?: Content): void {
    if (content instanceof NodeContent) {
      const other = lost instanceof NodeContent ? lost : undefined;
      content.rename(from, to, replaced, other);
      return;
    }
    const source = this.pathOf(from);
    if (tryName(() => fs.lstatSync(source)) === undefined) return;
    if (this.#move(source, to)) return;
    for (const one of this.#contents) one.leave(from);
  }

  /** Closes what is open in the machine. */
  close(): void {
    for (const content of this.#contents) content.release();
  }

  forget(content: NodeContent): void {
    this.#contents.delete(content);
  }

  pathOf(place: Place): Buffer {
    return Buffer.concat([this.#folder, ...namesOf(place).map((name) => nameBytes(name))]);
  }

  /** Where the contents without a name of the machine go. */
  unnamedPath(name: string): Buffer {
    return Buffer.concat([this.#folder, Buffer.from(`.unnamed/${name}`)]);
  }

  /** Makes the folder for them, and notes whose these are. */
  noteUnnamed(id: number, place: Place | undefined): void {
    fs.mkdirSync(this.unnamedPath(""), { recursive: true });
    if (place === undefined) return;
    const path = `/${namesOf(place)
      .map((name) => textOf(name))
      .join("/")}`;
    fs.appendFileSync(this.unnamedPath("names"), `${id}\t${JSON.stringify(path)}\n`);
  }

  /** Opens a new file under its name; undefined: the machine refuses the name. */
  openNew(place: Place): number | undefined {
    const path = this.pathOf(place);
    const open = (): number => fs.openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
    const fd = tryName(open);
    if (fd !== undefined || !this.makeParents(place)) return fd;
    return tryName(open);
  }

  /** The folders above a place; whether they exist now. */
  makeParents(place: Place): boolean {
    const { parent } = place;
    if (parent === undefined) return true;
    const path = this.pathOf(parent);
    return tryName(() => (fs.mkdirSync(path, { recursive: true }), true)) ?? false;
  }

  moveFile(from: Place, to: Place): boolean {
    return this.#move(this.pathOf(from), to);
  }

  #move(source: Buffer, to: Place): boolean {
    const target = this.pathOf(to);
    const move = (): boolean => (fs.renameSync(source, target), true);
    return (tryName(move) ?? (this.makeParents(to) && tryName(move))) === true;
  }
}

class NodeContent implements Content {
  readonly #storage: NodeStorage;
  readonly #id: number;
  /** Names that the machine's file has too. */
  readonly #places: Place[] = [];
  /** Names that only the tree has. */
  readonly #unmirrored = new Set<Place>();
  /** It is in the folder for contents without a name. */
  #aside = false;
  /** Descriptor of a file that has no name in the machine any more. */
  #nameless: number | undefined;

  constructor(storage: NodeStorage, id: number) {
    this.#storage = storage;
    this.#id = id;
  }

  createNamed(place: Place): void {
    const fd = this.#storage.openNew(place);
    if (fd !== undefined) {
      this.#places.push(place);
      openFiles.add(this, fd);
      return;
    }
    this.#unmirrored.add(place);
    this.#createAside(place);
  }

  createUnnamed(): void {
    this.#createAside(undefined);
    this.#becomeNameless();
    fs.unlinkSync(this.#asidePath());
    this.#aside = false;
  }

  read(position: number, into: Uint8Array, offset: number, length: number): void {
    let done = 0;
    try {
      const fd = this.#descriptor();
      while (done < length) {
        const count = fs.readSync(fd, into, offset + done, length - done, position + done);
        if (count === 0) break;
        done += count;
      }
    } catch (error) {
      throw asFileError(error);
    }
    into.fill(0, offset + done, offset + length);
  }

  write(position: number, from: Uint8Array, offset: number, length: number): void {
    try {
      const fd = this.#descriptor();
      let done = 0;
      while (done < length) {
        done += fs.writeSync(fd, from, offset + done, length - done, position + done);
      }
    } catch (error) {
      throw asFileError(error);
    }
  }

  truncate(size: number): void {
    try {
      fs.ftruncateSync(this.#descriptor(), size);
    } catch (error) {
      throw asFileError(error);
    }
  }

  link(place: Place): void {
    const [first] = this.#places;
    const made =
      first !== undefined &&
      this.#storage.makeParents(place) &&
      tryName(() => (fs.linkSync(this.#storage.pathOf(first), this.#storage.pathOf(place)), true));
    if (made === true) this.#places.push(place);
    else this.#unmirrored.add(place);
  }

  unlink(place: Place): void {
    const path = this.#storage.pathOf(place);
    if (this.#lose(place)) tryName(() => fs.unlinkSync(path));
  }

  rename(from: Place, to: Place, replaced: Place | undefined, lost: NodeContent | undefined): void {
    if (!this.#places.includes(from)) {
      if (replaced !== undefined) lost?.unlink(replaced);
      return;
    }
    const stands = replaced !== undefined && lost !== undefined && lost.#lose(replaced);
    if (this.#storage.moveFile(from, to)) return;
    if (stands) tryName(() => fs.unlinkSync(this.#storage.pathOf(to)));
    this.#moveAside(from, to);
  }

  /** The folder `place` cannot follow a rename: what is in it goes aside. */
  leave(place: Place): void {
    for (const one of this.#places.filter((one) => isBelow(one, place))) {
      this.#moveAside(one, one);
    }
  }

  close(): void {
    this.release();
    if (this.#aside) tryName(() => fs.unlinkSync(this.#asidePath()));
    this.#storage.forget(this);
  }

  release(): void {
    openFiles.close(this);
    if (this.#nameless !== undefined) fs.closeSync(this.#nameless);
    this.#nameless = undefined;
  }

  /**
   * The name is about to go. When it is the last, the bytes stay behind a descriptor; when only the
   * tree has others, they go aside. Whether the machine's file still stands under the name.
   */
  #lose(place: Place): boolean {
    const index = this.#places.indexOf(place);
    if (index < 0) {
      this.#unmirrored.delete(place);
      return false;
    }
    const [other] = this.#unmirrored;
    if (this.#places.length === 1 && other !== undefined) {
      this.#moveAside(place, other);
      this.#unmirrored.delete(place);
      return false;
    }
    if (this.#places.length === 1) this.#becomeNameless();
    this.#places.splice(index, 1);
    return true;
  }

  /** The machine's file loses the name `place`; if it has no other, it goes aside, as `told`'s. */
  #moveAside(place: Place, told: Place): void {
    const path = this.#storage.pathOf(place);
    if (this.#places.length > 1) {
      tryName(() => fs.unlinkSync(path));
    } else {
      this.#storage.noteUnnamed(this.#id, told);
      fs.renameSync(path, this.#asidePath());
      this.#aside = true;
    }
    this.#places.splice(this.#places.indexOf(place), 1);
    this.#unmirrored.add(place);
  }

  #createAside(place: Place | undefined): void {
    try {
      this.#storage.noteUnnamed(this.#id, place);
      openFiles.add(this, fs.openSync(this.#asidePath(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW));
      this.#aside = true;
    } catch (error) {
      throw asFileError(error);
    }
  }

  #becomeNameless(): void {
    this.#nameless = this.#descriptor();
    openFiles.take(this);
  }

  #descriptor(): number {
    return this.#nameless ?? openFiles.get(this, this.#open);
  }

  readonly #open = (): number => {
    const [place] = this.#places;
    const path = place === undefined ? this.#asidePath() : this.#storage.pathOf(place);
    return fs.openSync(path, O_RDWR | O_NOFOLLOW);
  };

  #asidePath(): Buffer {
    return this.#storage.unnamedPath(String(this.#id));
  }
}

function nameBytes(name: string): Buffer {
  return Buffer.from(`/${name}`, "latin1");
}

function isBelow(place: Place, folder: Place): boolean {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    if (at === folder) return true;
  }
  return false;
}

/** The result, or undefined when the machine refuses the name. @throws FileError for the rest */
function tryName<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (NAME_ERRORS.has(codeOf(error))) return undefined;
    throw asFileError(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** As the guest may see it: a full disk is one, all else is an I/O error. */
function asFileError(error: unknown): FileError {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC") return new FileError(Errno.ENOSPC, message);
  if (code === "EDQUOT") return new FileError(Errno.EDQUOT, message);
  if (code === "EFBIG") return new FileError(Errno.EFBIG, message);
  return new FileError(Errno.EIO, message);
}
