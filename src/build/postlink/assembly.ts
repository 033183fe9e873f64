// SPDX-License-Identifier: MIT
// Puts the module together again: sections that nothing changed are copied, the others get what
// was added behind what they had.
import type { ModuleAdditions } from "./additions.ts";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { CODE_MAP_SECTION, emitCodeMap } from "./code-map.ts";
import { nameSubsections, type Section, type WasmModule } from "./module.ts";
import { I32, Kind, Op, SectionId } from "./opcodes.ts";

/** The rewritten code. */
export interface RewrittenCode {
  /** All bodies of the linked module, each behind its size. */
  readonly bodies: ByteWriter;
  /** Pairs: offset in `bodies`, offset in the linked module. Undefined: no code map is wanted. */
  readonly ranges: readonly number[] | undefined;
}

/** Writes the contents of a section; `old` is the linked module's, if it has one. */
type Emit = (out: ByteWriter, old: Section | undefined) => void;

// A module's sections stand in this order, custom ones anywhere.
const sectionOrder: readonly number[] = [
  SectionId.type,
  SectionId.import,
  SectionId.function,
  SectionId.table,
  SectionId.memory,
  SectionId.tag,
  SectionId.global,
  SectionId.export,
  SectionId.start,
  SectionId.element,
  SectionId.dataCount,
  SectionId.code,
  SectionId.data,
];

class Assembly {
  private readonly module: WasmModule;
  private readonly additions: ModuleAdditions;
  private readonly code: RewrittenCode;
  private readonly pagesMax: number;
  /** Bytes of the code section's contents in front of the first body. */
  private codeHeaderBytes = 0;

  constructor(
    module: WasmModule,
    additions: ModuleAdditions,
    code: RewrittenCode,
    pagesMax: number,
  ) {
    this.module = module;
    this.additions = additions;
    this.code = code;
    this.pagesMax = pagesMax;
  }

  assemble(): Uint8Array<ArrayBuffer> {
    const { bytes, sections } = this.module;
    const out = new ByteWriter(bytes.length + (bytes.length >> 1));
    out.copy(bytes, 0, 8);
    const emits = this.emits();
    for (const section of sections) emits.present.delete(section.id);
    const missing = [...emits.present].sort(
      (a, b) => sectionOrder.indexOf(a[0]) - sectionOrder.indexOf(b[0]),
    );
    for (const section of sections) {
      const place = sectionOrder.indexOf(section.id);
      while (missing[0] && place > sectionOrder.indexOf(missing[0][0])) {
        this.emitSection(out, ...missing[0], undefined);
        missing.shift();
      }
      const emit = section.name === "name" ? this.names : emits.all.get(section.id);
      if (emit) this.emitSection(out, section.id, emit, section);
      else out.copy(bytes, section.start, section.to);
    }
    for (const [id, emit] of missing) this.emitSection(out, id, emit, undefined);
    if (this.code.ranges) this.emitSection(out, SectionId.custom, this.codeMap, undefined);
    return out.view();
  }

  private emits(): { all: Map<number, Emit>; present: Map<number, Emit> } {
    const { types, functions, globalValues, exports } = this.additions;
    const all = new Map<number, Emit>();
    const add = (id: number, count: number, write: (out: ByteWriter) => void): void => {
      if (count > 0) all.set(id, (out, old) => this.extend(out, old, count, write));
    };
    add(SectionId.type, types.length, (out) => {
      for (const { params, results } of types) {
        out.byte(0x60).u32(params.length).append(params).u32(results.length).append(results);
      }
    });
    add(SectionId.function, functions.length, (out) => {
      for (const { type } of functions) out.u32(type);
    });
    add(SectionId.global, globalValues.length, (out) => {
      for (const value of globalValues) {
        out.byte(I32).byte(1).byte(Op.i32Const).s32(value).byte(Op.end);
      }
    });
    add(SectionId.export, exports.length, (out) => {
      for (const { name, kind, index } of exports) out.name(name).byte(kind).u32(index);
    });
    all.set(SectionId.code, (out) => this.emitCode(out));
    const present = new Map(all);
    all.set(SectionId.import, (out, old) => this.emitImports(out, old!));
    return { all, present };
  }

  /** A section that is a vector, with `count` entries more. */
  private extend(
    out: ByteWriter,
    old: Section | undefined,
    count: number,
    write: (out: ByteWriter) => void,
  ): void {
    const reader = new ByteReader(this.module.bytes, old?.from);
    out.u32((old ? reader.u32() : 0) + count);
    if (old) out.copy(this.module.bytes, reader.at, old.to);
    write(out);
  }

  private emitSection(out: ByteWriter, id: number, emit: Emit, old: Section | undefined): void {
    const contents = new ByteWriter(4096);
    emit(contents, old);
    out.byte(id).u32(contents.length).append(contents.view());
  }

  private emitCode(out: ByteWriter): void {
    const { functions } = this.additions;
    out.u32(this.module.bodies.length + functions.length);
    this.codeHeaderBytes = out.length;
    out.append(this.code.bodies.view());
    for (const { code } of functions) out.u32(code.length).append(code);
  }

  /** Imports with the memory as the engine makes it: not shared, at most `pagesMax` pages. */
  private emitImports(out: ByteWriter, old: Section): void {
    const { bytes, imports } = this.module;
    let copied = old.from;
    for (const { kind, at } of imports) {
      if (kind !== Kind.memory) continue;
      const reader = new ByteReader(bytes, at);
      const flags = reader.byte();
      if (flags > 3) throw new Error("Cannot rewrite module: its memory is not of 32 bits");
      const pages = reader.u32();
      if (flags & 1) reader.skipNumber();
      if (pages > this.pagesMax) {
        throw new Error(
          `Cannot rewrite module: ${pages} pages of ${this.pagesMax} that it may have`,
        );
      }
      out.copy(bytes, copied, at).byte(1).u32(pages).u32(this.pagesMax);
      copied = reader.at;
    }
    out.copy(bytes, copied, old.to);
  }

  private readonly names: Emit = (out, old) => {
    const { bytes, functionTypes } = this.module;
    const { from, to } = old!;
    const { functions } = this.additions;
    let copied = from;
    for (const part of nameSubsections(bytes, old!)) {
      if (part.id !== 1) continue;
      const reader = new ByteReader(bytes, part.from);
      const names = new ByteWriter(part.to - part.from + 64);
      names.u32(reader.u32() + functions.length).copy(bytes, reader.at, part.to);
      functions.forEach(({ name }, i) => {
        names.u32(functionTypes.length + i).name(name);
      });
      out.copy(bytes, copied, part.start).byte(1).u32(names.length).append(names.view());
      copied = part.to;
    }
    out.copy(bytes, copied, to);
  };

  private readonly codeMap: Emit = (out) => {
    const linkedFrom = this.module.sections.find(({ id }) => id === SectionId.code)?.from ?? 0;
    const pairs = (this.code.ranges ?? []).map((offset, i) =>
      i % 2 === 0 ? offset + this.codeHeaderBytes : offset - linkedFrom,
    );
    out.name(CODE_MAP_SECTION).append(emitCodeMap(pairs));
  };
}

/**
 * The whole module.
 *
 * @param pagesMax maximum of the imported memory, in pages of 64 KiB.
 */
export function assemble(
  module: WasmModule,
  additions: ModuleAdditions,
  code: RewrittenCode,
  pagesMax: number,
): Uint8Array<ArrayBuffer> {
  return new Assembly(module, additions, code, pagesMax).assemble();
}
