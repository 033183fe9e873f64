// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PlainFrameMemory } from "../../src/net/plain-frame-memory.ts";
import { buildBridges } from "./bridge.ts";

const root = join(import.meta.dirname, "..", "..");
const PAGE = 65536;
const EFAULT = -14;
let folder = "";

type Call = (...parameters: number[]) => number;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "bridges-"));
  const wabt = join(root, "node_modules", "wabt", "index.js");
  await buildBridges(join(root, "ports", "linux", "bridge"), wabt, folder);
});
after(() => rm(folder, { recursive: true }));

async function instance(name: string, imports: WebAssembly.Imports): Promise<Record<string, Call>> {
  const bytes = await readFile(join(folder, `${name}.wasm`));
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  return new WebAssembly.Instance(module, imports).exports as Record<string, Call>;
}

async function userBridge(): Promise<{
  readonly kernel: Uint8Array;
  readonly user: Uint8Array;
  readonly calls: Record<string, Call>;
}> {
  const k = new WebAssembly.Memory({ initial: 1 });
  const u = new WebAssembly.Memory({ initial: 3 });
  const user = new Uint8Array(u.buffer);
  for (let i = 0; i < user.length; i++) user[i] = (i * 7) & 255;
  const calls = await instance("bridge", { k: { memory: k }, u: { memory: u } });
  return { kernel: new Uint8Array(k.buffer), user, calls };
}

/** How many of `n` bytes of a program with three pages can be copied. */
function valid(address: number, n: number): number {
  return address < PAGE ? 0 : Math.max(0, Math.min(n, 3 * PAGE - address));
}

const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 100];
const addresses = [0, 1, 65535, 65536, 70001, 3 * PAGE - 4, 3 * PAGE - 1, 3 * PAGE, 0xfffffff8];

test("copies stop at the end of the program's memory and refuse its first page", async () => {
  const { kernel, user, calls } = await userBridge();
  const original = user.slice();
  for (const n of lengths) {
    for (const address of addresses) {
      const copied = valid(address, n);
      kernel.fill(0);
      assert.equal(calls["copy_from_user"]!(1000, address, n), n - copied, `${n} at ${address}`);
      assert.deepEqual(kernel.slice(1000, 1000 + copied), user.slice(address, address + copied));
      assert.ok(kernel.slice(1000 + copied, 1200).every((byte) => byte === 0));
      kernel.fill(170);
      assert.equal(calls["copy_to_user"]!(address, 1000, n), n - copied);
      assert.ok(user.slice(address, address + copied).every((byte) => byte === 170));
      assert.equal(calls["clear_user"]!(address, n), n - copied);
      assert.ok(user.slice(address, address + copied).every((byte) => byte === 0));
      user.set(original.subarray(address, address + copied), copied > 0 ? address : 0);
      assert.deepEqual(user, original);
    }
  }
});

test("strings end at their NUL, at the count, or in a fault", async () => {
  const { kernel, user, calls } = await userBridge();
  const strncpy = calls["strncpy_from_user"]!;
  const strnlen = calls["strnlen_user"]!;
  user.set([65, 66, 67, 0], 70000);
  user.fill(65, 3 * PAGE - 2);
  assert.equal(strncpy(10, 70000, 100), 3);
  assert.deepEqual([...kernel.subarray(10, 14)], [65, 66, 67, 0]);
  assert.equal(strncpy(10, 70000, 3), 3);
  assert.equal(strncpy(10, 70000, 2), 2);
  assert.equal(strncpy(10, 3 * PAGE - 2, 2), 2);
  assert.equal(strncpy(10, 3 * PAGE - 2, 3), EFAULT);
  assert.equal(strncpy(10, 100, 3), EFAULT);
  assert.equal(strnlen(70000, 100), 4);
  assert.equal(strnlen(70000, 3), 4);
  assert.equal(strnlen(3 * PAGE - 2, 100), 0);
  assert.equal(strnlen(100, 100), 0);
});

test("both frame modules hash and fold as src/net does", async () => {
  const arena = new WebAssembly.Memory({ initial: 1 });
  const k = new WebAssembly.Memory({ initial: 1 });
  const rx = { rx_begin: () => 0, rx_end: () => 0 };
  const frames = await instance("frames", { a: { memory: arena } });
  const nic = await instance("nic", { a: { memory: arena }, k: { memory: k, ...rx } });
  const plain = new PlainFrameMemory();
  plain.grow(PAGE);
  const bytes = new Uint8Array(arena.buffer);
  const kernel = new Uint8Array(k.buffer);
  const expected = new Uint8Array(plain.buffer);
  for (let i = 0; i < 1600; i++) kernel[4104 + i] = (i * i) >>> 3;
  bytes.set(kernel);
  expected.set(kernel);
  for (let n = 0; n < 100; n++) {
    frames["hash"]!(4104, n);
    plain.hash(4104, n);
    frames["fold"]!(0, 4104, n, n * 1e9 - 2e9);
    plain.fold(0, 4104, n, n * 1e9 - 2e9);
    nic["out"]!(4104, 8200, n);
    assert.deepEqual(bytes.slice(0, 8), expected.slice(0, 8), `state after ${n}`);
    assert.deepEqual(bytes.slice(4096, 4104), expected.slice(4096, 4104), `hash of ${n}`);
    assert.deepEqual(bytes.slice(8192, 8200 + n), expected.slice(4096, 4104 + n));
  }
});

test("a frame is delivered in one call, one without a buffer is lost", async () => {
  const arena = new WebAssembly.Memory({ initial: 1 });
  const k = new WebAssembly.Memory({ initial: 1 });
  const calls: unknown[] = [];
  const nic = await instance("nic", {
    a: { memory: arena },
    k: {
      memory: k,
      rx_begin: (now: number, port: number, n: number): number => {
        calls.push(["begin", now, port, n]);
        return n === 5 ? 300 : 0;
      },
      rx_end: (port: number): number => calls.push(["end", port]),
    },
  });
  new Uint8Array(arena.buffer).set([1, 2, 3, 4, 5], 108);
  assert.equal(nic["rx"]!(12.5e9, 3, 108, 5), 2);
  assert.deepEqual([...new Uint8Array(k.buffer, 300, 6)], [1, 2, 3, 4, 5, 0]);
  assert.equal(nic["rx"]!(13e9, 3, 108, 4), 0);
  assert.deepEqual(calls, [
    ["begin", 12.5e9, 3, 5],
    ["end", 3],
    ["begin", 13e9, 3, 4],
  ]);
});
