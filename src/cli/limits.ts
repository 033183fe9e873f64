// SPDX-License-Identifier: MIT
/**
 * Whether this machine can hold a run, asked before anything starts: kernel maps (a WebAssembly
 * memory takes two, a suspended coroutine two) and memory. Status 3 with the amount needed, the
 * amount found and the cure.
 */
import { readFileSync } from "node:fs";
import { CommandError, EXIT } from "./exit-status.ts";

/** Maps of an idle host: memories of kernel and init, a coroutine for each kernel thread. */
const MAPS_PER_HOST = 50;
/** A program: its memory, the coroutine of its first thread, code. */
const MAPS_PER_PROGRAM = 5;
/** Node itself, its threads, code and heap. */
const MAPS_OF_NODE = 1000;

const MIB = 1024 * 1024;
/** Resident: an idle host, a running program, Node with the compiled images. */
const HOST_BYTES = 6 * MIB;
const PROGRAM_BYTES = 2 * MIB;
const NODE_BYTES = 200 * MIB;

/** What a run consists of. */
export interface Size {
  readonly hosts: number;
  readonly programs: number;
}

/** What the machine has; undefined: it does not say. */
export interface MachineLimits {
  readonly mapsMax: number | undefined;
  readonly availableBytes: number | undefined;
}

export function mapsNeeded({ hosts, programs }: Size): number {
  return MAPS_OF_NODE + hosts * MAPS_PER_HOST + programs * MAPS_PER_PROGRAM;
}

export function bytesNeeded({ hosts, programs }: Size): number {
  return NODE_BYTES + hosts * HOST_BYTES + programs * PROGRAM_BYTES;
}

/** @throws CommandError (status 3): too many hosts for the maps or the memory of this machine */
export function checkLimits(size: Size, machine: MachineLimits = readLimits()): void {
  const { hosts } = size;
  const maps = mapsNeeded(size);
  if (machine.mapsMax !== undefined && maps > machine.mapsMax) {
    const raised = 2 ** Math.ceil(Math.log2(maps * 1.25));
    throw new CommandError(
      `Cannot run ${hosts} hosts: they need about ${maps} kernel maps, and ` +
        `vm.max_map_count is ${machine.mapsMax}.\nsudo sysctl -w vm.max_map_count=${raised}`,
      EXIT.machine,
    );
  }
  const bytes = bytesNeeded(size);
  if (machine.availableBytes !== undefined && bytes > machine.availableBytes) {
    const [needed, found] = [Math.ceil(bytes / MIB), Math.floor(machine.availableBytes / MIB)];
    throw new CommandError(
      `Cannot run ${hosts} hosts: they need about ${needed} MiB of memory, and ` +
        `${found} MiB are free. Use fewer hosts, or end other programs.`,
      EXIT.machine,
    );
  }
}

/** As Linux tells them; a container's own limit counts too. */
export function readLimits(): MachineLimits {
  const memory = /^MemAvailable:\s+(\d+) kB$/m.exec(textOf("/proc/meminfo"))?.[1];
  const free = memory === undefined ? undefined : Number(memory) * 1024;
  const most = numberOf("/sys/fs/cgroup/memory.max");
  const used = numberOf("/sys/fs/cgroup/memory.current") ?? 0;
  const ofGroup = most === undefined ? undefined : most - used;
  const known = [free, ofGroup].filter((bytes) => bytes !== undefined);
  return {
    mapsMax: numberOf("/proc/sys/vm/max_map_count"),
    availableBytes: known.length === 0 ? undefined : Math.min(...known),
  };
}

function numberOf(path: string): number | undefined {
  const text = textOf(path).trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
