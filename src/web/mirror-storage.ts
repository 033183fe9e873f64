// SPDX-License-Identifier: MIT
/**
 * Contents in memory that can be read back under their names when the run has ended: what a host's
 * programs wrote, as Node's edge has it in `files-HOST/`.
 */
import { MemoryStorage } from "../linux/ninep/memory-storage.ts";
import { textOf } from "../linux/ninep/names.ts";
import { type Content, namesOf, type Place, type Storage } from "../linux/ninep/storage.ts";

export class MirrorStorage implements Storage {
  readonly #memory = new MemoryStorage();
  readonly #contents = new Set<MirrorContent>();

  create(id: number, place: Place | undefined): Content {
    const content = new MirrorContent(this.#memory.create(id, place), place);
    this.#contents.add(content);
    return content;
  }

  makeDirectory(_place: Place): void {}

  removeDirectory(_place: Place): void {}

  /** Places are live: the file that moves keeps its own. */
  rename(_from: Place, _to: Place, _content?: Content, replaced?: Place, lost?: Content): void {
    if (replaced !== undefined) lost?.unlink(replaced);
  }

  /** Every file that a program wrote, by its path without the leading slash. */
  *files(): Generator<readonly [path: string, bytes: Uint8Array]> {
    for (const content of this.#contents) {
      for (const place of content.places) {
        const path = namesOf(place).map((name) => textOf(name));
        yield [path.join("/"), content.bytes()];
      }
    }
  }
}

class MirrorContent implements Content {
  readonly places: Set<Place>;
  readonly #content: Content;
  #size = 0;

  constructor(content: Content, place: Place | undefined) {
    this.#content = content;
    this.places = new Set(place === undefined ? [] : [place]);
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#size);
    this.#content.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  read(position: number, into: Uint8Array, offset: number, length: number): void {
    this.#content.read(position, into, offset, length);
  }

  write(position: number, from: Uint8Array, offset: number, length: number): void {
    this.#content.write(position, from, offset, length);
    this.#size = Math.max(this.#size, position + length);
  }

  truncate(size: number): void {
    this.#content.truncate(size);
    this.#size = size;
  }

  link(place: Place): void {
    this.places.add(place);
  }

  unlink(place: Place): void {
    this.places.delete(place);
  }

  close(): void {
    this.#content.close();
    this.#size = 0;
  }
}
