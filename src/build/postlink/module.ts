// SPDX-License-Identifier: MIT
// The parts of a linked module that the post-link step looks at. Sections that no pass changes
// stay byte ranges; function bodies too, they are walked instruction by instruction later.
import { ByteReader } from "./byte-reader.ts";
import { skipImmediates } from "./instructions.ts";
import { Kind, Op, SectionId } from "./opcodes.ts";

/** Parameters and results, as value types. */
export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

/** A section as byte offsets in the module: `start` at its number, `from` to `to` its contents. */
export interface Section {
  readonly id: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** Name of a custom section, else empty. */
  readonly name: string;
}

/** A function body: from its declarations of locals up to behind its last `end`. */
export interface FunctionBody {
  readonly from: number;
  readonly to: number;
}

/** What is imported from where. */
export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  /** Offset of the description, behind the kind. */
  readonly at: number;
}

/** A module that was read. Indices are those of the binary format, imports first. */
export interface WasmModule {
  readonly bytes: Uint8Array;
  readonly sections: Section[];
  readonly types: FunctionType[];
  readonly imports: Import[];
  /** Number of imported functions. */
  importedFunctions: number;
  /** Type index of each function. */
  readonly functionTypes: number[];
  /** Number of globals. */
  globals: number;
  /** Type index of each tag. */
  readonly tagTypes: number[];
  readonly exports: Map<string, { kind: number; index: number }>;
  readonly functionNames: Map<number, string>;
  readonly bodies: FunctionBody[];
}

function readValueTypes(reader: ByteReader): number[] {
  const types: number[] = [];
  for (let count = reader.u32(); count > 0; count--) {
    const type = reader.byte();
    if (type === 0x63 || type === 0x64) throw new Error("Cannot read module: typed references");
    types.push(type);
  }
  return types;
}

function readTypes(module: WasmModule, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    const form = reader.byte();
    if (form !== 0x60) throw new Error(`Cannot read module: type form 0x${form.toString(16)}`);
    module.types.push({ params: readValueTypes(reader), results: readValueTypes(reader) });
  }
}

function readLimits(reader: ByteReader): void {
  const flags = reader.byte();
  reader.skipNumber();
  if (flags & 1) reader.skipNumber();
}

function readImports(module: WasmModule, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    const from = reader.name();
    const name = reader.name();
    const kind = reader.byte();
    module.imports.push({ module: from, name, kind, at: reader.at });
    if (kind === Kind.func) {
      module.functionTypes.push(reader.u32());
      module.importedFunctions++;
    } else if (kind === Kind.table) {
      reader.at++;
      readLimits(reader);
    } else if (kind === Kind.memory) {
      readLimits(reader);
    } else if (kind === Kind.global) {
      module.globals++;
      reader.at += 2;
    } else if (kind === Kind.tag) {
      reader.at++;
      module.tagTypes.push(reader.u32());
    } else {
      throw new Error(`Cannot read module: import '${from}.${name}' is of kind ${kind}`);
    }
  }
}

function readGlobals(module: WasmModule, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    reader.at += 2;
    for (let op = reader.byte(); op !== Op.end; op = reader.byte()) skipImmediates(reader, op);
    module.globals++;
  }
}

function readExports(module: WasmModule, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    const name = reader.name();
    module.exports.set(name, { kind: reader.byte(), index: reader.u32() });
  }
}

function readBodies(module: WasmModule, reader: ByteReader): void {
  for (let count = reader.u32(); count > 0; count--) {
    const size = reader.u32();
    module.bodies.push({ from: reader.at, to: reader.at + size });
    reader.at += size;
  }
}

/** Subsections of the name section: number, and from where to where their contents go. */
export function nameSubsections(
  bytes: Uint8Array,
  section: Section,
): { id: number; start: number; from: number; to: number }[] {
  const reader = new ByteReader(bytes, section.from);
  reader.name();
  const found: { id: number; start: number; from: number; to: number }[] = [];
  while (reader.at < section.to) {
    const start = reader.at;
    const id = reader.byte();
    const size = reader.u32();
    found.push({ id, start, from: reader.at, to: reader.at + size });
    reader.at += size;
  }
  return found;
}

function readFunctionNames(module: WasmModule, section: Section): void {
  const functions = nameSubsections(module.bytes, section).find((part) => part.id === 1);
  if (!functions) return;
  const reader = new ByteReader(module.bytes, functions.from);
  for (let count = reader.u32(); count > 0; count--) {
    const index = reader.u32();
    module.functionNames.set(index, reader.name());
  }
}

function readSection(module: WasmModule, section: Section): void {
  const reader = new ByteReader(module.bytes, section.from);
  switch (section.id) {
    case SectionId.type:
      return readTypes(module, reader);
    case SectionId.import:
      return readImports(module, reader);
    case SectionId.function:
      for (let count = reader.u32(); count > 0; count--) module.functionTypes.push(reader.u32());
      return;
    case SectionId.global:
      return readGlobals(module, reader);
    case SectionId.export:
      return readExports(module, reader);
    case SectionId.tag:
      for (let count = reader.u32(); count > 0; count--) {
        reader.at++;
        module.tagTypes.push(reader.u32());
      }
      return;
    case SectionId.code:
      return readBodies(module, reader);
    default:
      if (section.name === "name") readFunctionNames(module, section);
  }
}

/** Reads a module of the binary format, version 1. Throws an Error that says what is wrong. */
export function readModule(bytes: Uint8Array): WasmModule {
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  if (!magic.every((byte, i) => bytes[i] === byte)) {
    throw new Error("Cannot read module: no WebAssembly binary, version 1");
  }
  const module: WasmModule = {
    bytes,
    sections: [],
    types: [],
    imports: [],
    importedFunctions: 0,
    functionTypes: [],
    globals: 0,
    tagTypes: [],
    exports: new Map(),
    functionNames: new Map(),
    bodies: [],
  };
  const reader = new ByteReader(bytes, magic.length);
  while (reader.at < bytes.length) {
    const start = reader.at;
    const id = reader.byte();
    const size = reader.u32();
    const from = reader.at;
    const to = from + size;
    if (to > bytes.length) throw new Error(`Cannot read module: section ${id} is cut off`);
    const section = { id, start, from, to, name: id === SectionId.custom ? reader.name() : "" };
    module.sections.push(section);
    readSection(module, section);
    reader.at = to;
  }
  return module;
}
