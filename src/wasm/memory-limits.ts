// SPDX-License-Identifier: MIT
/**
 * Limits of the memory that a module imports. The JavaScript API tells an import's kind but not its
 * limits, and the host must make a memory that fits. Format: WebAssembly core specification, 5.5.5.
 */

export interface MemoryLimits {
  /** Pages of 64 KiB. */
  readonly initialPages: number;
  readonly maximumPages: number;
}

const IMPORT_SECTION = 2;

/** @returns undefined when the module imports no memory or the bytes are no module */
export function importedMemoryLimits(bytes: Uint8Array): MemoryLimits | undefined {
  const reader = new SectionReader(bytes, 8);
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    if (id === IMPORT_SECTION) return reader.memoryImport();
    reader.position += size;
  }
  return undefined;
}

class SectionReader {
  readonly #bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  byte(): number {
    return this.#bytes[this.position++] ?? 0;
  }

  /** LEB128. */
  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    return value;
  }

  #skipName(): void {
    const length = this.unsigned();
    this.position += length;
  }

  #limits(): MemoryLimits {
    const flags = this.byte();
    const initialPages = this.unsigned();
    return { initialPages, maximumPages: (flags & 1) === 1 ? this.unsigned() : 65536 };
  }

  memoryImport(): MemoryLimits | undefined {
    for (let left = this.unsigned(); left > 0; left--) {
      this.#skipName();
      this.#skipName();
      switch (this.byte()) {
        case 0:
          this.unsigned();
          break;
        case 1:
          this.byte();
          this.#limits();
          break;
        case 2:
          return this.#limits();
        case 3:
          this.position += 2;
          break;
        default:
          this.byte();
          this.unsigned();
      }
    }
    return undefined;
  }
}
