// SPDX-License-Identifier: MIT
/**
 * File names as Linux has them: bytes, not text. Inside the server a name is a byte string, one
 * character U+0000 to U+00FF for each byte, so that any name survives and the order of strings is
 * the order of bytes. Text from outside becomes a byte string of its UTF-8 form.
 *
 * ```ts
 * byteString("é") === "\u00c3\u00a9"
 * ```
 */
import { decodeUtf8, encodeUtf8 } from "../../wasm/text.ts";

/** Longest name of one component, as everywhere on Linux. Unit: bytes. */
export const NAME_BYTES_MAX = 255;

export function byteString(text: string): string {
  return isAscii(text) ? text : bytesToName(encodeUtf8(text));
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function textOf(name: string): string {
  return isAscii(name) ? name : decodeUtf8(nameToBytes(name));
}

export function nameToBytes(name: string): Uint8Array {
  return Uint8Array.from(name, (character) => character.charCodeAt(0));
}

export function bytesToName(bytes: Uint8Array): string {
  let name = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    name += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return name;
}

/** The components of a path as byte strings; "." and empty ones are left out. */
export function components(path: string): string[] {
  return byteString(path)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
}

/** Such text is its own byte string. */
function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
