// SPDX-License-Identifier: MIT
/**
 * Function types of a module's imports and exports. The JavaScript API gives their names alone.
 * Format: WebAssembly core specification 2.0, chapter 5.
 */

export interface FunctionType {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

export interface ModuleSignatures {
  /** "module.name" to type; functions only. */
  readonly imports: ReadonlyMap<string, FunctionType>;
  readonly exports: ReadonlyMap<string, FunctionType>;
  /** "module.name" or name to kind, for what is no function. */
  readonly otherImports: ReadonlyMap<string, string>;
  readonly otherExports: ReadonlyMap<string, string>;
}

const valueTypes = new Map([
  [0x7f, "i32"],
  [0x7e, "i64"],
  [0x7d, "f32"],
  [0x7c, "f64"],
]);
const kinds = ["function", "table", "memory", "global", "tag"];

class Reader {
  at = 8;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  name(): string {
    const length = this.unsigned();
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }

  types(): readonly string[] {
    return Array.from({ length: this.unsigned() }, () => valueTypes.get(this.byte()) ?? "?");
  }

  limits(): void {
    const flags = this.byte();
    this.unsigned();
    if ((flags & 1) === 1) this.unsigned();
  }
}

export function moduleSignatures(bytes: Uint8Array): ModuleSignatures {
  const reader = new Reader(bytes);
  const types: FunctionType[] = [];
  const functions: number[] = [];
  const imports = new Map<string, FunctionType>();
  const exports = new Map<string, FunctionType>();
  const otherImports = new Map<string, string>();
  const otherExports = new Map<string, string>();
  const typeOf = (index: number): FunctionType =>
    types[functions[index] ?? -1] ?? { parameters: [], results: [] };

  function readImport(): void {
    const name = `${reader.name()}.${reader.name()}`;
    const kind = reader.byte();
    if (kind === 0) {
      functions.push(reader.unsigned());
      imports.set(name, typeOf(functions.length - 1));
      return;
    }
    otherImports.set(name, kinds[kind] ?? "?");
    if (kind === 1) reader.byte();
    if (kind === 1 || kind === 2) reader.limits();
    else reader.at += 2;
  }

  while (!reader.done) {
    const id = reader.byte();
    const size = reader.unsigned();
    const end = reader.at + size;
    if (id >= 1 && id <= 7 && id !== 4 && id !== 5 && id !== 6) {
      for (let left = reader.unsigned(); left > 0; left--) {
        if (id === 1) {
          reader.byte();
          types.push({ parameters: reader.types(), results: reader.types() });
        } else if (id === 2) readImport();
        else if (id === 3) functions.push(reader.unsigned());
        else {
          const name = reader.name();
          const kind = reader.byte();
          const index = reader.unsigned();
          if (kind === 0) exports.set(name, typeOf(index));
          else otherExports.set(name, kinds[kind] ?? "?");
        }
      }
    }
    reader.at = end;
  }
  return { imports, exports, otherImports, otherExports };
}
