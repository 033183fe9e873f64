// SPDX-License-Identifier: MIT
/**
 * The kernel's console: whole lines, of which the last ones are kept for the report of a panic.
 */
import { decodeUtf8 } from "../wasm/text.ts";

const KEPT_LINES = 50;

export class Console {
  readonly #lines: string[] = [];
  readonly #listener: ((line: string) => void) | undefined;
  #rest = "";

  constructor(listener?: (line: string) => void) {
    this.#listener = listener;
  }

  /** The last 50 lines, oldest first. */
  get lines(): readonly string[] {
    return this.#rest === "" ? this.#lines : [...this.#lines, this.#rest];
  }

  write(bytes: Uint8Array): void {
    const pieces = (this.#rest + decodeUtf8(bytes)).split("\n");
    this.#rest = pieces.pop() ?? "";
    for (const line of pieces) this.#add(line);
  }

  /** A line of the host itself, beside the kernel's. */
  note(line: string): void {
    this.#add(line);
  }

  #add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#listener?.(line);
  }
}
