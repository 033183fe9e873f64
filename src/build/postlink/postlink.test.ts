// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { assembleWat, programWat } from "../../../test/postlink/wat.ts";
import { ByteReader } from "./byte-reader.ts";
import { readModule } from "./module.ts";
import { type PostlinkOptions, type PostlinkStatistics, postlink } from "./postlink.ts";

type Function = (...args: number[]) => number;

interface Instance {
  readonly call: (name: string, ...args: number[]) => number | string;
  readonly global: (name: string) => number;
  readonly statistics: PostlinkStatistics;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Puts a program through the step; a call returns its result or the trap's message. */
function instantiate(fields: string, options: PostlinkOptions = {}): Instance {
  let statistics: PostlinkStatistics | undefined;
  const report = (found: PostlinkStatistics): void => {
    statistics = found;
  };
  const bytes = postlink(assembleWat(programWat(fields)), { ...options, report });
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 16384 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory },
    linux: { syscall: () => 0n },
  });
  return {
    call: (name, ...args) => {
      try {
        return (exports[name] as Function)(...args);
      } catch (error) {
        return error instanceof Error ? error.message : "thrown";
      }
    },
    global: (name) => Number((exports[name] as WebAssembly.Global).value),
    statistics: statistics!,
    bytes,
  };
}

const OUT_OF_BOUNDS = "memory access out of bounds";

/** Calls `f` with an address; returns whether it trapped with that address kept. */
function faults({ call, global }: Instance, address: number, ...rest: number[]): boolean {
  const result = call("f", address, ...rest);
  if (result !== OUT_OF_BOUNDS) return false;
  assert.equal(global("__wasm_fault_addr") >>> 0, address);
  return true;
}

const f = (params: string, code: string): string => `(func (export "f") (param ${params}) ${code})`;

const accesses: Record<string, string> = {
  load: f("i32", "(drop (i32.load8_u (local.get 0)))"),
  "load with offset": f("i32", "(drop (i64.load offset=8 (local.get 0)))"),
  store: f("i32", "(i32.store (local.get 0) (i32.const 1))"),
  "store of a double": f("i32", "(f64.store (local.get 0) (f64.const 1))"),
  "computed address": f("i32", "(f32.store (i32.xor (local.get 0) (i32.const 0)) (f32.const 1))"),
  "computed address of a load": f("i32", "(drop (i64.load (i32.or (local.get 0) (i32.const 0))))"),
  vector: f("i32", "(v128.store (local.get 0) (v128.const i32x4 1 2 3 4))"),
  "vector lane": f(
    "i32",
    "(v128.store32_lane 0 (i32.and (local.get 0) (i32.const -1)) (v128.const i32x4 1 2 3 4))",
  ),
  "atomic load": f("i32", "(drop (i32.atomic.load (local.get 0)))"),
  "atomic add": f(
    "i32",
    "(drop (i64.atomic.rmw.add (i32.shl (local.get 0) (i32.const 0)) (i64.const 1)))",
  ),
  "atomic compare and exchange": f(
    "i32",
    "(drop (i32.atomic.rmw8.cmpxchg_u (local.get 0) (i32.const 0) (i32.const 1)))",
  ),
  "atomic notify": f("i32", "(drop (memory.atomic.notify (local.get 0) (i32.const 1)))"),
  fill: f("i32", "(memory.fill (local.get 0) (i32.const 0) (i32.const 8))"),
  "copy to": f("i32", "(memory.copy (local.get 0) (i32.const 70000) (i32.const 8))"),
  "copy from": f("i32", "(memory.copy (i32.const 70000) (local.get 0) (i32.const 8))"),
};

for (const [name, code] of Object.entries(accesses)) {
  test(`null checks: ${name}`, () => {
    const instance = instantiate(code);
    assert.ok(faults(instance, 0), "address 0");
    assert.ok(faults(instance, 65528), "the highest address that is not valid");
    assert.equal(instance.call("f", 65536), undefined);
    assert.equal(instance.call("f", 65560), undefined);
  });
}

test("null checks: each traps at its own place with a code map", () => {
  for (const code of Object.values(accesses)) {
    const instance = instantiate(code, { codeMap: true });
    assert.ok(faults(instance, 8));
    assert.equal(instance.call("f", 65560), undefined);
  }
});

test("null checks: copies of no bytes never fault", () => {
  const { call } = instantiate(
    `${f("i32 i32", "(memory.fill (local.get 0) (i32.const 0) (local.get 1))")}
     (func (export "copy") (param i32 i32 i32)
       (memory.copy (local.get 0) (local.get 1) (local.get 2)))`,
  );
  assert.equal(call("f", 0, 0), undefined);
  assert.equal(call("f", 0, 1), OUT_OF_BOUNDS);
  assert.equal(call("copy", 0, 0, 0), undefined);
  assert.equal(call("copy", 70000, 8, 1), OUT_OF_BOUNDS);
});

test("null checks: a large static offset is a global's address", () => {
  const { call, statistics } = instantiate(
    f("i32", "(drop (i32.load offset=65536 (local.get 0)))"),
  );
  assert.equal(call("f", 4), undefined);
  assert.deepEqual(statistics.accesses, { checked: 0, known: 0, constant: 0, indexed: 1 });
});

test("null checks: constant addresses are decided at link time", () => {
  const instance = instantiate(`
    (func (export "low") (drop (i32.load offset=4 (i32.const 8))))
    (func (export "high") (drop (i32.load offset=4 (i32.const 65532))))`);
  assert.equal(instance.call("low"), OUT_OF_BOUNDS);
  assert.equal(instance.global("__wasm_fault_addr"), 12);
  assert.equal(instance.call("high"), undefined);
  assert.equal(instance.statistics.accesses.constant, 2);
});

function checked(code: string): number {
  return instantiate(code).statistics.accesses.checked;
}

test("null checks: left out where the address was checked on every path", () => {
  const load = "(drop (i32.load (local.get 0)))";
  assert.equal(checked(f("i32", load + load)), 1);
  assert.equal(checked(f("i32", `(if (local.get 0) (then ${load}) (else ${load})) ${load}`)), 3);
  assert.equal(checked(f("i32", `(if (local.get 0) (then (return)) (else ${load})) ${load}`)), 1);
  assert.equal(checked(f("i32", `(block ${load} (br_if 0 (local.get 0))) ${load}`)), 1);
  assert.equal(checked(f("i32", `(block (br_if 0 (local.get 0)) ${load}) ${load}`)), 2);
  const step = "(local.set 0 (i32.xor (local.get 0) (i32.const 4)))";
  assert.equal(checked(f("i32", load + step + load)), 2);
  assert.equal(checked(f("i32", `${load} (loop ${load} (br_if 0 (local.get 0)))`)), 1);
  assert.equal(checked(f("i32", `${load} (loop ${load} ${step} (br_if 0 (local.get 0)))`)), 2);
  assert.equal(checked(f("i32", `(try (do ${load}) (catch_all ${load})) ${load}`)), 3);
});

test("null checks: left out in the stack frame and along from a checked address", () => {
  const frame = `(func (export "f") (local i32)
    (global.set $sp (local.tee 0 (i32.sub (global.get $sp) (i32.const 32))))
    (i32.store offset=8 (local.get 0) (i32.const 1))
    (memory.fill (i32.add (local.get 0) (i32.const 4)) (i32.const 0) (i32.const 8))
    (global.set $sp (i32.add (local.get 0) (i32.const 32))))`;
  assert.equal(checked(frame), 0);
  const along = "(drop (i32.load (i32.add (local.get 0) (i32.const 4))))";
  assert.equal(checked(f("i32", `(drop (i32.load (local.get 0))) ${along}`)), 1);
  assert.equal(checked(f("i32", along)), 1);
});

const deep = `(func $deep (export "deep") (param i32) (result i32)
  (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))`;

test("stack checks: a recursion meets the limit before the engine's stack ends", () => {
  const instance = instantiate(deep);
  assert.equal(instance.call("deep", 0), OUT_OF_BOUNDS);
  assert.equal(instance.statistics.recursiveFunctions, 1);
  const end = instance.global("__wasm_fault_addr");
  assert.ok(end < 81920 && end > 81920 - 512, `fault at ${end}`);
});

test("stack checks: every way out of a recursive function puts the pointer back", () => {
  const instance = instantiate(`
    (func $even (export "even") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
      (br_if 0 (i32.const 2) (i32.eq (local.get 0) (i32.const 1)))
      (drop)
      (call $even (i32.sub (local.get 0) (i32.const 2))))
    (func $tail (export "tail") (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (return_call $tail (i32.sub (local.get 0) (i32.const 1))))
        (else (global.get $sp))))`);
  assert.equal(instance.call("even", 100), 1);
  assert.equal(instance.call("even", 101), 2);
  assert.equal(instance.global("__stack_pointer"), 196608);
  // A tail call does not pile up frames.
  assert.ok(Number(instance.call("tail", 100_000)) > 196608 - 512);
  assert.equal(instance.global("__stack_pointer"), 196608);
});

test("stack checks: frames and dynamic allocations", () => {
  const fields = (size: string): string => `(func $other)
    (func (export "f") (param i32) (local i32)
      (global.set $sp (local.tee 1 (i32.sub (global.get $sp) ${size})))
      (call $other)
      (global.set $sp (i32.add (local.get 1) ${size})))`;
  assert.equal(instantiate(fields("(i32.const 114688)")).call("f", 0), undefined);
  assert.equal(instantiate(fields("(i32.const 114704)")).call("f", 0), OUT_OF_BOUNDS);
  // A frame that wraps round 0 is found too.
  assert.equal(instantiate(fields("(i32.const 300000)")).call("f", 0), OUT_OF_BOUNDS);
  const dynamic = instantiate(fields("(local.get 0)"));
  assert.equal(dynamic.call("f", 114688), undefined);
  assert.equal(dynamic.call("f", 114704), OUT_OF_BOUNDS);
  assert.equal(dynamic.global("__wasm_fault_addr"), 81904);
});

test("stack checks: not in leaf functions with small frames and not in libc's stub", () => {
  const frame = (name: string, call: string): string => `(func $${name}_f (local i32)
    (global.set $sp (local.tee 0 (i32.sub (global.get $sp) (i32.const 32)))) ${call}
    (global.set $sp (i32.add (local.get 0) (i32.const 32))))`;
  const count = (code: string): number => instantiate(code).statistics.stackChecks;
  assert.equal(count(`(func $other) ${frame("a", "(call $other)")}`), 1);
  assert.equal(count(`(func $other) ${frame("a", "")}`), 0);
  assert.equal(count(`(func $other) ${frame("__wasm_a", "(call $other)")}`), 0);
});

const systemCall = `(func $__wasm_syscall (export "f") (result i64)
  (call $syscall (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
    (i32.const 6) (i32.const 7)))`;

test("stack probe: in front of every system call", () => {
  const instance = instantiate(systemCall);
  assert.equal(instance.statistics.stackProbes, 1);
  assert.equal(instance.call("f"), 0n);
  assert.equal(instantiate(systemCall, { stackProbe: false }).statistics.stackProbes, 0);
});

test("the imported memory is not shared and has the maximum", () => {
  const shared = assembleWat('(module (import "env" "memory" (memory 2 300 shared)))');
  const bytes = postlink(shared, { stackChecks: false, memoryPagesMax: 500 });
  const reader = new ByteReader(bytes, readModule(bytes).imports[0]!.at);
  assert.deepEqual([reader.byte(), reader.u32(), reader.u32()], [1, 2, 500]);
  assert.throws(() => postlink(shared, { stackChecks: false, memoryPagesMax: 1 }), /2 pages/);
});

test("names of functions are kept and those of added ones are written", () => {
  const { bytes } = instantiate(`${deep} ${systemCall}`);
  const names = [...readModule(bytes).functionNames.values()];
  assert.deepEqual(names, [
    "syscall",
    "deep",
    "__wasm_syscall",
    "__wasm_fault",
    "__wasm_stack_probe",
  ]);
});

test("the code map leads from every copied range to the linked module", () => {
  const linked = assembleWat(programWat(f("i32", "(drop (i32.load (local.get 0)))") + deep));
  const bytes = postlink(linked, { codeMap: true });
  const module = readModule(bytes);
  const map = module.sections.find(({ name }) => name === "dce.codemap")!;
  const codeFrom = (from: Uint8Array): number =>
    readModule(from).sections.find(({ id }) => id === 10)!.from;
  const reader = new ByteReader(bytes, map.from);
  reader.name();
  let [at, linkedAt] = [codeFrom(bytes), codeFrom(linked)];
  const count = reader.u32();
  for (let i = 0; i < count; i++) {
    at += reader.u32();
    linkedAt += reader.u32();
    assert.equal(bytes[at], linked[linkedAt]);
  }
  assert.equal(reader.at, map.to);
  assert.equal(count, 3);
});

test("the same module gives the same bytes", () => {
  const fields = Object.values(accesses).join("").replaceAll('(export "f")', "");
  const linked = assembleWat(programWat(fields + deep + systemCall));
  const before = linked.slice();
  assert.deepEqual(postlink(linked), postlink(linked));
  assert.deepEqual(linked, before);
});

test("what cannot be rewritten is said", () => {
  const plain = assembleWat('(module (import "env" "memory" (memory 1)))');
  assert.throws(() => postlink(plain), /does not export '__stack_pointer'/);
  assert.throws(() => postlink(Uint8Array.of(1, 2, 3)), /no WebAssembly binary/);
  assert.throws(() => postlink(plain.subarray(0, plain.length - 3)), /cut off|ends at byte/);
});
