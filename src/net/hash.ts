// SPDX-License-Identifier: MIT
/** `frames.hash` of a run: one value over every frame, whatever the order of execution. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The 64-bit states (8 bytes each) into which the frames of a link were folded. */
export interface LinkHash {
  readonly name: string;
  readonly forward: Uint8Array;
  readonly reverse: Uint8Array;
}

/** Hex sha256 over the states, forward then reverse, in order of the links' names (code units). */
export function hashFrames(links: readonly LinkHash[]): string {
  const hash = sha256.create();
  for (const link of links.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(link.forward);
    hash.update(link.reverse);
  }
  return bytesToHex(hash.digest());
}
