// SPDX-License-Identifier: MIT
/**
 * The two steps of the boot: the first knows nothing of the host, so that all hosts of a kernel and
 * a memory size have the same bytes after it; the banner is the kernel's own.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { Host, type HostImages } from "../../src/linux/host.ts";
import { FrameArena } from "../../src/net/frame-memory.ts";
import { EventQueue } from "../../src/sim/events.ts";
import { compile, type Module } from "../../src/wasm/engine.ts";
import { ModuleCache } from "../../src/wasm/module-cache.ts";
import { WasmFrameMemory } from "../../src/wasm/wasm-frame-memory.ts";
import { built } from "../built.ts";

interface Booted {
  /** sha256 of the kernel's memory after the first step. */
  readonly memory: string;
  readonly lines: readonly string[];
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe("boot", () => {
  let images: HostImages;
  let frames: Module;
  before(async () => {
    const { folder } = await built("linux");
    const load = (name: string): Module => compile(readFileSync(`${folder}/${name}.wasm`));
    images = { kernel: load("vmlinux"), userBridge: load("bridge"), nicBridge: load("nic") };
    frames = load("frames");
  });

  async function bootOnce(name: string, seed: number, ports: number): Promise<Booted> {
    const queue = new EventQueue();
    const memory = new WasmFrameMemory(frames);
    const arena = new FrameArena(memory, { mtuMax: 1500, states: 2 });
    const lines: string[] = [];
    const host = new Host({
      queue,
      images,
      modules: new ModuleCache(),
      frames: { arena, memory: memory.memory },
      boot: {
        seed: new Uint8Array(32).fill(seed),
        hostName: name,
        realtimeNs: 0n,
        syscallCostNs: 1000,
        interruptCostNs: 0,
        ports: Array.from({ length: ports }, (_, i) => ({
          mac: new Uint8Array([2, 0, 0, 0, 0, i]),
          name: `eth${i}`,
          mtu: 1500,
          txRing: 256,
          rateBps: 1e9,
        })),
      },
      memoryBytes: 64 * 2 ** 20,
      processMemoryBytes: 2 ** 30,
      files: { request: () => 0, program: () => undefined },
      sha256,
      readStdin: () => new Uint8Array(0),
      observer: { report() {}, ended() {}, died() {}, console: (line) => lines.push(line) },
    });
    queue.seal();
    queue.nowNs = -2_000_000_000;
    await host.kernel.boot();
    const hash = sha256(host.kernel.memory.bytes);
    host.kernel.destroy();
    return { memory: hash, lines };
  }

  it("says which Linux it is", async () => {
    const { lines } = await bootOnce("h1", 1, 1);
    assert.match(lines.join("\n"), /Linux version 6\.12\.\d+/);
  });

  it("leaves the same bytes of memory for every host", async () => {
    const first = await bootOnce("h1", 1, 1);
    const other = await bootOnce("another", 2, 3);
    assert.equal(other.memory, first.memory);
    assert.deepEqual(other.lines, first.lines);
  });
});
