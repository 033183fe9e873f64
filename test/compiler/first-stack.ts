// SPDX-License-Identifier: MIT
/** The block of arguments, environment and auxiliary vector that a new program finds. */
import type { Memory } from "../../src/wasm/engine.ts";

const auxiliary = { pageSize: 6, uid: 11, euid: 12, gid: 13, egid: 14, secure: 23, random: 25 };

/** @returns the address of the block, aligned to 16 */
export function layFirstStack(
  memory: Memory,
  top: number,
  argv: readonly string[],
  environment: readonly string[],
): number {
  const bytes = new Uint8Array(memory.buffer);
  let at = top;
  const put = (text: string): number => {
    const encoded = Buffer.from(`${text}\0`);
    at -= encoded.length;
    bytes.set(encoded, at);
    return at;
  };
  const pointers = [...argv.map(put), 0, ...environment.map(put), 0];
  at = (at - 16) & ~15;
  const random = at;
  bytes.fill(7, at, at + 16);
  const words = [argv.length, ...pointers];
  words.push(auxiliary.pageSize, 4096, auxiliary.random, random, auxiliary.secure, 0);
  words.push(auxiliary.uid, 0, auxiliary.euid, 0, auxiliary.gid, 0, auxiliary.egid, 0, 0, 0);
  at = (at - 4 * words.length) & ~15;
  new Uint32Array(memory.buffer, at, words.length).set(words);
  return at;
}
