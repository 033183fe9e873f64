// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { dropZeros, RUN_BYTES_MIN } from "./zero-data.ts";

/** A module that exports a memory of one page, with one data segment at an address. */
function moduleWith(address: number, data: Uint8Array): Uint8Array {
  const leb = (value: number): number[] => {
    const bytes: number[] = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 64) return [...bytes, rest];
      bytes.push((rest & 127) | 128);
    }
  };
  const body = [1, 0, 0x41, ...leb(address), 0x0b, ...leb(data.length), ...data];
  const header = [0, 97, 115, 109, 1, 0, 0, 0];
  const memory = [5, 3, 1, 0, 1];
  const exported = [7, 5, 1, 1, 109, 2, 0];
  return Uint8Array.from([...header, ...memory, ...exported, 11, ...leb(body.length), ...body]);
}

function memoryOf(module: Uint8Array): Uint8Array {
  const compiled = new WebAssembly.Module(Uint8Array.from(module));
  const { m } = new WebAssembly.Instance(compiled).exports;
  return new Uint8Array((m as WebAssembly.Memory).buffer);
}

test("memory is the same without the zeros", () => {
  const data = new Uint8Array(20000);
  data.set([1, 2, 0, 3], 0);
  data.set([4], 5000);
  data.set([5], 5000 + RUN_BYTES_MIN);
  data.set([6], 19000);
  const module = moduleWith(4096, data);
  const smaller = dropZeros(module);
  assert.deepEqual(memoryOf(smaller), memoryOf(module));
  // what is left: two short pieces and the one whose run is one byte too short
  assert.ok(smaller.length < RUN_BYTES_MIN + 200, `${smaller.length} bytes`);
});

test("data of zeros only leaves nothing", () => {
  const smaller = dropZeros(moduleWith(100, new Uint8Array(5000)));
  assert.ok(smaller.length < 40);
  assert.ok(memoryOf(smaller).every((byte) => byte === 0));
});

test("a segment without a constant address is refused", () => {
  const passive = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 11, 4, 1, 1, 1, 7]);
  assert.throws(() => dropZeros(passive), /no constant address/);
});
