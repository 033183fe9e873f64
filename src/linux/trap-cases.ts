// SPDX-License-Identifier: MIT
/** Every trap of the table in traps.ts, for tests in each engine that runs the product. */

/** WebAssembly text; each export but `recurse` takes and gives nothing, and all of them trap. */
export const trapSource: string = `(module
  (memory 1)
  (table 4 funcref)
  (type $nothing (func))
  (elem (i32.const 1) $number)
  (func $number (result i32) i32.const 1)
  (func $divide (param i32) (result i32) i32.const 1 local.get 0 i32.div_s)
  (func $zero (export "zero") i32.const 0 call $divide drop)
  (func (export "remainder") i32.const 1 i32.const 0 i32.rem_u drop)
  (func (export "overflow") i32.const 0x80000000 i32.const -1 i32.div_s drop)
  (func (export "float") f64.const 1e300 i32.trunc_f64_s drop)
  (func (export "abort") unreachable)
  (func (export "load") i32.const -1 i32.load drop)
  (func (export "copy") i32.const 0 i32.const 0 i32.const 65537 memory.copy)
  (func (export "null") i32.const 0 call_indirect (type $nothing))
  (func (export "cast") i32.const 1 call_indirect (type $nothing))
  (func (export "wild") i32.const 99 call_indirect (type $nothing))
  (func $recurse (export "recurse") (result i32) call $recurse i32.const 1 i32.add))`;

/** Export, signal, `si_code`, and what the reason says. */
export const trapCases: readonly (readonly [string, number, number, RegExp])[] = [
  ["zero", 8, 1, /division by zero/],
  ["remainder", 8, 1, /division by zero/],
  ["overflow", 8, 2, /integer overflow/],
  ["float", 8, 7, /does not fit/],
  ["abort", 4, 2, /illegal instruction/],
  ["load", 11, 1, /invalid memory access/],
  ["copy", 11, 1, /invalid memory access/],
  ["null", 11, 2, /function pointer/],
  ["cast", 11, 2, /function pointer/],
  ["wild", 11, 2, /function pointer/],
  ["recurse", 11, 1, /stack overflow/],
];
