// SPDX-License-Identifier: MIT
/**
 * Where written contents go. The tree holds all metadata; a `Storage` holds the bytes of regular
 * files that a guest wrote, and may mirror names and folders for people to look at. Everything is
 * synchronous: when `write` returns, the bytes are where they stay whatever ends the run.
 *
 * A place is live: after a rename its `name` and `parent` are the new ones, also for everything
 * below a renamed directory. Every failure is a `FileError`.
 */

/** A name in the tree. The root has no parent and an empty name. */
export interface Place {
  /** Byte string (names.ts). */
  readonly name: string;
  readonly parent: Place | undefined;
}

/** The bytes of one regular file. Its size is the tree's business: holes read as zeros. */
export interface Content {
  /** Fills `into[offset, offset + length)`. What was never written reads as 0. */
  read(position: number, into: Uint8Array, offset: number, length: number): void;
  write(position: number, from: Uint8Array, offset: number, length: number): void;
  truncate(size: number): void;
  /** It has this further name. */
  link(place: Place): void;
  /** It has this name no longer; contents stay until `close`. Called before the tree forgets it. */
  unlink(place: Place): void;
  /** No name is left and nobody has it open. */
  close(): void;
}

export interface Storage {
  /** New and empty, named or (a file that lost its last name before its first write) not. */
  create(id: number, place: Place | undefined): Content;
  makeDirectory(place: Place): void;
  removeDirectory(place: Place): void;
  /**
   * Called before the tree changes. `content` is that of a file, absent for a directory. `lost` is
   * that of a file that loses the name `replaced`, which is where `to` says; no `unlink` follows.
   */
  rename(from: Place, to: Place, content?: Content, replaced?: Place, lost?: Content): void;
}

/** The places from below the root down to this one. */
export function namesOf(place: Place): string[] {
  const names: string[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) names.push(at.name);
  return names.toReversed();
}
