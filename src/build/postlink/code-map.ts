// SPDX-License-Identifier: MIT
import { ByteWriter } from "./byte-writer.ts";

/** Name of the custom section. */
export const CODE_MAP_SECTION = "dce.codemap";

/**
 * Contents of the code map: where each copied range of code was in the linked module, whose debug
 * information is not touched. Offsets count from the start of the code section's contents, as
 * those of DWARF do.
 *
 * The format is the number of pairs, then for each pair the offset in this module and the one in
 * the linked module, both as LEB128 differences to the pair before; the second one is never
 * smaller than the one before either, since code is not moved.
 *
 * @param pairs offset in this module, offset in the linked module, both ascending.
 */
export function emitCodeMap(pairs: readonly number[]): Uint8Array {
  const out = new ByteWriter(pairs.length * 2);
  out.u32(pairs.length / 2);
  let [before, linkedBefore] = [0, 0];
  for (let i = 0; i < pairs.length; i += 2) {
    const [at, linked] = [pairs[i]!, pairs[i + 1]!];
    out.u32(at - before).u32(linked - linkedBefore);
    [before, linkedBefore] = [at, linked];
  }
  return out.view();
}
