// SPDX-License-Identifier: MIT
/** What the engine needs of a browser, made inside its worker: fetched images, files in memory. */
import type { RootFile } from "../linux/root-file.ts";
import type { KernelImage, Progress, SimulationMachine } from "../scenario/engine/machine.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import { compile, type Module } from "../wasm/engine.ts";
import { ModuleCache } from "../wasm/module-cache.ts";
import { fetchFiles, ImageBytes, type ImageManifest, recipesOf } from "./images.ts";
import { MirrorStorage } from "./mirror-storage.ts";

/** The files of a run by path: "files-h1/var/log/12/stdout", "h1-eth0.pcapng". */
export type FilesByPath = ReadonlyMap<string, Uint8Array>;

/** The machine for one run, and what was written to it. */
export interface BrowserMachine {
  readonly machine: SimulationMachine;
  /** After the run. */
  readonly files: () => FilesByPath;
}

export async function makeMachine(
  plan: Plan,
  manifest: ImageManifest,
  progress: Progress,
): Promise<BrowserMachine> {
  const fetched = new ImageBytes();
  const recipes = recipesOf(plan, manifest);
  const [modules, roots] = await Promise.all([
    fetchKernel(manifest, fetched),
    Promise.all(recipes.map((recipe) => fetchFiles(manifest, recipe, fetched))),
  ]);
  const rootFiles = roots.flat();
  const storages = new Map<string, MirrorStorage>();
  const appended = new Map<string, Uint8Array[]>();
  const machine: SimulationMachine = {
    kernel: () => modules.kernel,
    framesModule: modules.frames,
    modules: new ModuleCache(),
    rootFiles,
    images: { ...modules.images, ...programImages(rootFiles) },
    copyFrom(from) {
      throw new Error(`Cannot copy '${from}' to a host: a browser has no files`);
    },
    storage(host) {
      const storage = new MirrorStorage();
      storages.set(host, storage);
      return storage;
    },
    append(file, bytes) {
      const chunks = appended.get(file) ?? [];
      appended.set(file, chunks);
      chunks.push(bytes.slice());
    },
    readStdin: () => new Uint8Array(),
    progress,
  };
  return { machine, files: () => collect(storages, appended) };
}

interface KernelModules {
  readonly kernel: KernelImage;
  readonly frames: Module;
  readonly images: Readonly<Record<string, string>>;
}

async function fetchKernel(
  { kernel: about }: ImageManifest,
  fetched: ImageBytes,
): Promise<KernelModules> {
  const module = async (hash: string): Promise<Module> => compile(await fetched.get(hash));
  const [kernel, userBridge, nicBridge, frames] = await Promise.all([
    module(about.vmlinux),
    module(about.bridge),
    module(about.nic),
    module(about.frames),
  ]);
  const { version, vmlinux, bridge, nic } = about;
  const syscalls = new Map(
    Object.entries(about.syscalls).map(([number, name]) => [Number(number), name]),
  );
  return {
    kernel: { kernel, userBridge, nicBridge, version, syscalls },
    frames,
    images: { linux: vmlinux, bridge, nic, frames: about.frames },
  };
}

/** Hashes of programs under their names. */
function programImages(files: readonly RootFile[]): Readonly<Record<string, string>> {
  const images: Record<string, string> = {};
  for (const file of files) {
    if (file.kind !== "file" || file.sha256 === undefined) continue;
    images[file.path.slice(file.path.lastIndexOf("/") + 1)] = file.sha256;
  }
  return images;
}

function collect(
  storages: ReadonlyMap<string, MirrorStorage>,
  appended: ReadonlyMap<string, readonly Uint8Array[]>,
): FilesByPath {
  const files = new Map<string, Uint8Array>();
  for (const [host, storage] of storages) {
    for (const [path, bytes] of storage.files()) files.set(`files-${host}/${path}`, bytes);
  }
  for (const [path, chunks] of appended) files.set(path, joined(chunks));
  return files;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
