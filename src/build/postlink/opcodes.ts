// SPDX-License-Identifier: MIT
// Numbers of the WebAssembly binary format that the post-link step names. Source: WebAssembly
// core specification 2.0 with the proposals threads, exception handling (both forms), tail call,
// multi-memory and SIMD.

/** Value types. */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;

/** Block type of a block without parameters and results. */
export const NO_RESULT = 0x40;

/** Kinds of imports and exports. */
export const Kind = { func: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

/** Section numbers. */
export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** Opcodes of one byte, and the three prefixes. */
export const Op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  throwRef: 0x0a,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  delegate: 0x18,
  catchAll: 0x19,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  tryTable: 0x1f,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Load: 0x28,
  i64Load32U: 0x35,
  i32Store: 0x36,
  i64Store: 0x37,
  f32Store: 0x38,
  f64Store: 0x39,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i64Store32: 0x3e,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32And: 0x71,
  refNull: 0xd0,
  refFunc: 0xd2,
  prefixBulk: 0xfc,
  prefixVector: 0xfd,
  prefixAtomic: 0xfe,
} as const;

/** Second numbers after `Op.prefixBulk`. */
export const BulkOp = { memoryInit: 8, memoryCopy: 10, memoryFill: 11 } as const;

/** Second numbers after `Op.prefixVector`. */
export const VectorOp = { load: 0, i32x4ExtractLane: 27, xor: 81 } as const;
