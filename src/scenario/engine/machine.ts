// SPDX-License-Identifier: MIT
/**
 * What the engine gets from the machine it runs on: compiled modules, files, and places to write
 * to. Everything is synchronous and there is one implementation for Node and one for the browser.
 */
import type { HostImages } from "../../linux/host.ts";
import type { Storage } from "../../linux/ninep/storage.ts";
import type { FileTree } from "../../linux/ninep/tree.ts";
import type { RootFile } from "../../linux/root-file.ts";
import type { Module } from "../../wasm/engine.ts";
import type { ModuleCache } from "../../wasm/module-cache.ts";

export interface KernelImage extends HostImages {
  /** Exact: "6.12.48". */
  readonly version: string;
  /** System-call names by number. */
  readonly syscalls: ReadonlyMap<number, string>;
}

/** Where the engine is; written between events. */
export interface Progress {
  /** True once the run is to end. */
  readonly stopped: boolean;
  at(virtualNs: number, events: number): void;
  /** Index of the host in the plan and pid of its task that run from now on; -1: none. */
  running(hostIndex: number, pid: number): void;
}

export interface SimulationMachine {
  /** Built kernel of a series: "6.12". */
  kernel(series: string): KernelImage;
  /** ports/linux/bridge/frames.wat. */
  readonly framesModule: Module;
  /** Programs that are compiled already, and those that will be. */
  readonly modules: ModuleCache;
  /** What every host of the run sees: the files of the recipes that the run uses. */
  readonly rootFiles: readonly RootFile[];
  /** sha256 of each image that the run uses, by name. */
  readonly images: Readonly<Record<string, string>>;
  /** A file or folder of the machine, as it shall stand at `path` on a host. */
  copyFrom(from: string, path: string): readonly RootFile[];
  /** Where a host's written contents go. */
  storage(host: string): Storage;
  /** Appends to a file of the results. */
  append(file: string, bytes: Uint8Array): void;
  /** Bytes of the command's standard input; empty: its end. */
  readStdin(maxBytes: number): Uint8Array;
  /** Called with a host's tree once it is filled. */
  prepare?(host: string, tree: FileTree): void;
  /** Told of each write of a guest to a file, after it is stored. */
  written?(host: string, path: string, bytes: Uint8Array): void;
  /** A line of a kernel's console. */
  console?(host: string, line: string): void;
  readonly progress: Progress;
}

/** Switches of tests; the result must not depend on them. */
export interface SimulationSwitches {
  /** Every system call pauses first. */
  readonly alwaysPause?: boolean;
}
