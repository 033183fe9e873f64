// SPDX-License-Identifier: MIT
/** Makes the hosts of a plan: boot parameters, root file systems, kernels. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { BootPort } from "../../linux/boot-block.ts";
import { Host, type HostObserver, type RootFiles } from "../../linux/host.ts";
import { P9Server } from "../../linux/ninep/server.ts";
import { FileTree } from "../../linux/ninep/tree.ts";
import { addRootFiles } from "../../linux/root-file.ts";
import type { FrameArena } from "../../net/frame-memory.ts";
import type { EventQueue } from "../../sim/events.ts";
import { randomStream } from "../../sim/random.ts";
import type { Memory } from "../../wasm/engine.ts";
import { encodeUtf8 } from "../../wasm/text.ts";
import type { HostPlan, InterfacePlan, Plan } from "../plan/plan.ts";
import type { SimulationMachine, SimulationSwitches } from "./machine.ts";

/** Frames of the transmit ring that `ethtool -g` shows; the link stops the queue earlier. */
const TX_RING_FRAMES = 256;
const SEED_BYTES = 32;
/** Hosts boot from here to time 0; what stands on them from the start has this time. */
export const BOOT_NS = -2_000_000_000;

/** What libc looks up names of users and groups in; scenarios may replace them. */
const baseFiles: Readonly<Record<string, string>> = {
  "/etc/passwd":
    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
};

export interface SimulatedHost {
  readonly host: Host;
  readonly files: FileTree;
}

export interface HostSurroundings {
  readonly plan: Plan;
  readonly machine: SimulationMachine;
  readonly switches: SimulationSwitches;
  readonly queue: EventQueue;
  readonly frames: { readonly arena: FrameArena; readonly memory: Memory };
}

export function makeHost(
  index: number,
  surroundings: HostSurroundings,
  observer: HostObserver,
): SimulatedHost {
  const { plan, machine, switches, queue, frames } = surroundings;
  const host = plan.hosts[index];
  if (host === undefined) throw new RangeError(`no host of number ${index}`);
  const epochNs = BigInt(plan.epochS) * 1_000_000_000n;
  let kernelNow = (): number => BOOT_NS;
  const files = new FileTree({
    now: () => epochNs + BigInt(kernelNow()),
    storage: machine.storage(host.name),
  });
  fillRoot(files, host, machine);
  machine.prepare?.(host.name, files);
  if (machine.written !== undefined) {
    files.onWrite = (path, bytes) => machine.written?.(host.name, path, bytes);
  }
  const made = new Host({
    queue,
    images: machine.kernel(host.kernel),
    modules: machine.modules,
    frames,
    boot: {
      seed: randomStream(plan.seed, "kernel", host.name).bytes(SEED_BYTES),
      hostName: host.name,
      realtimeNs: epochNs,
      syscallCostNs: host.perSyscallNs,
      interruptCostNs: 0,
      ports: host.interfaces.map((one) => bootPort(one, plan)),
    },
    memoryBytes: host.memoryBytes,
    processMemoryBytes: host.processMemoryBytes,
    files: rootFiles(files),
    sha256: hashOf,
    readStdin: (maxBytes) => machine.readStdin(maxBytes),
    observer,
    alwaysPause: switches.alwaysPause ?? false,
  });
  kernelNow = () => made.kernel.now;
  return { host: made, files };
}

function bootPort(one: InterfacePlan, plan: Plan): BootPort {
  const link = plan.links[one.link];
  const direction = one.end === 0 ? link?.forward : link?.reverse;
  return {
    mac: Uint8Array.from(one.mac.split(":"), (byte) => Number.parseInt(byte, 16)),
    name: one.name,
    mtu: one.mtu,
    txRing: TX_RING_FRAMES,
    rateBps: direction?.rateBps ?? 0,
  };
}

function fillRoot(files: FileTree, host: HostPlan, machine: SimulationMachine): void {
  for (const folder of ["/proc", "/sys", "/dev", "/run", "/root", "/etc", "/var/log", "/mnt"]) {
    files.addDirectory(folder, { mode: 0o755 });
  }
  files.addDirectory("/tmp", { mode: 0o1777 });
  for (const [path, text] of Object.entries(baseFiles)) files.addFile(path, encodeUtf8(text));
  addRootFiles(files, machine.rootFiles);
  for (const { path, content, mode, uid, gid } of host.files) {
    if (content instanceof Uint8Array) {
      files.addFile(path, content, { mode: mode ?? 0o644, uid, gid });
      continue;
    }
    const copied = machine.copyFrom(content.from, path);
    addRootFiles(files, mode === undefined ? copied : copied.map((file) => ({ ...file, mode })), {
      uid,
      gid,
    });
  }
}

function rootFiles(tree: FileTree): RootFiles {
  const server = new P9Server(tree);
  return {
    request: (message, reply) => server.request(message, reply),
    program(qidPath, version) {
      const contents = tree.contents(qidPath, version);
      if (typeof contents === "number") return undefined;
      let known = contents.sha256;
      if (known === undefined) {
        known = hashOf(contents.bytes);
        tree.noteSha256(qidPath, known);
      }
      return { sha256: known, bytes: () => contents.bytes };
    },
  };
}

function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
