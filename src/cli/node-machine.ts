// SPDX-License-Identifier: MIT
/**
 * What the engine needs of this machine, made inside its worker: compiled images, files of recipes,
 * storage, captures, standard input.
 */
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { FileTree } from "../linux/ninep/tree.ts";
import type { RootFile } from "../linux/root-file.ts";
import type { KernelImage, SimulationMachine } from "../scenario/engine/machine.ts";
import { compile, type Module } from "../wasm/engine.ts";
import { ModuleCache } from "../wasm/module-cache.ts";
import { type BuiltRecipe, type EngineJob, type ExecJob, MOUNTED } from "./engine-job.ts";
import { descriptorOf, writeAll } from "./exec-output.ts";
import { mountFolder } from "./folder-mount.ts";
import { NodeStorage } from "./node-storage.ts";
import { readTree } from "./root-files.ts";
import { type EngineSide, PHASE_OF } from "./shared-block.ts";

/** Builds that hosts have nothing of. */
const NOT_ON_HOSTS: readonly string[] = ["linux", "musl"];

/** The machine for one run, and what ends with it. */
export interface NodeMachine {
  readonly machine: SimulationMachine;
  readonly close: () => void;
}

export function makeMachine(job: EngineJob, side: EngineSide): NodeMachine {
  const images: Record<string, string> = {};
  const linux = job.recipes.find((recipe) => recipe.name === "linux");
  if (linux === undefined) throw new Error("Cannot start: there is no build of 'linux'");
  const image = (name: string): Module => {
    const bytes = readFileSync(join(linux.folder, `${name}.wasm`));
    images[name === "vmlinux" ? "linux" : name] = sha256(bytes);
    return compile(bytes);
  };
  const framesModule = image("frames");
  const kernel: KernelImage = {
    kernel: image("vmlinux"),
    userBridge: image("bridge"),
    nicBridge: image("nic"),
    version: linux.version,
    syscalls: syscallNames(linux.folder),
  };
  const rootFiles = job.recipes.flatMap((recipe) => recipeFiles(recipe, images));
  const results = new ResultWriter(job.folder);
  const machine: SimulationMachine = {
    kernel: () => kernel,
    framesModule,
    modules: new ModuleCache(),
    rootFiles,
    images,
    copyFrom: (from, path) => readTree(from, path).map(withHash),
    storage: (host) => new NodeStorage(join(job.folder, `files-${host}`)),
    append: (file, bytes) => results.append(file, bytes),
    readStdin: (maxBytes) => side.readInput(maxBytes),
    ...(job.exec === undefined ? {} : { written: passOn(side), prepare: mounting(job.exec) }),
    progress: side,
  };
  return { machine, close: () => results.close() };
}

/** Mounts the folder of `--dir`. */
function mounting({ dir }: ExecJob): (host: string, tree: FileTree) => void {
  return (_host, tree) => {
    if (dir !== undefined) mountFolder(tree, MOUNTED, dir);
  };
}

/** A program's output goes on to ours as it is written; a reader that is gone ends the run. */
function passOn(side: EngineSide): (host: string, path: string, bytes: Uint8Array) => void {
  return (_host, path, bytes) => {
    const descriptor = descriptorOf(path);
    if (descriptor === 0) return;
    // A reader that takes its time is no stall.
    side.enter(PHASE_OF.writing);
    const how = writeAll(descriptor, bytes, () => side.stopped);
    if (how === "failed") side.loseOutput();
    if (how !== "written") side.stop();
    side.enter(PHASE_OF.simulating);
  };
}

/** What a host sees of a recipe; hashes of its programs are noted under their names. */
function recipeFiles(recipe: BuiltRecipe, images: Record<string, string>): RootFile[] {
  if (NOT_ON_HOSTS.includes(recipe.name)) return [];
  const files = readTree(join(recipe.folder, "root"), "/").map(withHash);
  for (const file of files) {
    if (file.kind === "file" && file.sha256 !== undefined) {
      images[basename(file.path)] = file.sha256;
    }
  }
  return files;
}

/** Adds the hash of a program, so that its module is compiled once for all hosts. */
function withHash(file: RootFile): RootFile {
  if (file.kind !== "file" || !isModule(file.bytes)) return file;
  return { ...file, sha256: sha256(file.bytes) };
}

/** The magic number of a wasm module: "\0asm". */
function isModule(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** System-call names by number, out of the kernel's build. */
function syscallNames(folder: string): ReadonlyMap<number, string> {
  const text = readFileSync(join(folder, "syscalls.json"), "utf8");
  const table: Readonly<Record<string, string | number>> = JSON.parse(text);
  return new Map(
    Object.entries(table).map(([key, value]) =>
      typeof value === "number" ? [value, key] : [Number(key), value],
    ),
  );
}

/** Files of the results that grow; every byte is handed to the machine at once. */
class ResultWriter {
  readonly #folder: string;
  readonly #files = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(name: string, bytes: Uint8Array): void {
    const file = this.#files.get(name) ?? this.#open(name);
    for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset);
  }

  #open(name: string): number {
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, "w");
    this.#files.set(name, file);
    return file;
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }
}
