// SPDX-License-Identifier: MIT
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** The end of a file as text; nothing when it is not there. */
export function tailOf(path: string, bytes: number): string {
  if (!existsSync(path)) return "";
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const length = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}
