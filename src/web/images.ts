// SPDX-License-Identifier: MIT
/**
 * What the browser gets of the builds: a manifest that names everything, and bytes by their sha256.
 * `images/manifest.json` and `images/SHA256` lie beside `src` on the server.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { RootFile } from "../linux/root-file.ts";
import type { Plan } from "../scenario/plan/plan.ts";

/** One entry of a recipe's root, with its bytes under their hash. */
export type ImageFile =
  | Exclude<RootFile, { readonly kind: "file" }>
  | {
      readonly kind: "file";
      readonly path: string;
      readonly mode: number;
      readonly sha256: string;
    };

/** A kernel's build: hashes of its modules. */
export interface KernelImages {
  /** Exact: "6.12.48". */
  readonly version: string;
  readonly vmlinux: string;
  readonly bridge: string;
  readonly nic: string;
  readonly frames: string;
  /** System-call names by number. */
  readonly syscalls: Readonly<Record<string, string>>;
}

export interface ImageManifest {
  /** Of the product. */
  readonly version: string;
  readonly kernel: KernelImages;
  /** Recipes whose files every host sees, whatever its scenario uses; in order. */
  readonly everyRun: readonly string[];
  /** Command to recipe: "ping" to "busybox". */
  readonly commands: Readonly<Record<string, string>>;
  /** A recipe's files, folders before what is in them. */
  readonly recipes: Readonly<Record<string, readonly ImageFile[]>>;
}

const folder = new URL("../../images/", import.meta.url);

export async function fetchManifest(): Promise<ImageManifest> {
  const response = await fetchOk(new URL("manifest.json", folder));
  const manifest: ImageManifest = await response.json();
  return manifest;
}

/** Bytes by sha256, each fetched once and checked. */
export class ImageBytes {
  readonly #bytes = new Map<string, Promise<Uint8Array>>();

  get(hash: string): Promise<Uint8Array> {
    const known = this.#bytes.get(hash) ?? fetchBytes(hash);
    this.#bytes.set(hash, known);
    return known;
  }
}

/** The recipes of a plan's hosts, in the order in which their files are laid. */
export function recipesOf(plan: Plan, { everyRun }: ImageManifest): readonly string[] {
  return [...new Set([...everyRun, ...plan.recipes])];
}

/** A recipe's entries with their bytes. */
export async function fetchFiles(
  manifest: ImageManifest,
  recipe: string,
  images: ImageBytes,
): Promise<readonly RootFile[]> {
  const files = manifest.recipes[recipe];
  if (files === undefined) throw new Error(`Cannot start: there is no build of '${recipe}'`);
  return await Promise.all(
    files.map(async (file) => {
      if (file.kind !== "file") return file;
      const { kind, path, mode, sha256: hash } = file;
      const bytes = await images.get(hash);
      // Only programs carry their hash on: it is the name under which a module is compiled once.
      return { kind, path, mode, bytes, ...(isModule(bytes) ? { sha256: hash } : {}) };
    }),
  );
}

async function fetchBytes(hash: string): Promise<Uint8Array> {
  const response = await fetchOk(new URL(hash, folder));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = bytesToHex(sha256(bytes));
  if (found !== hash) throw new Error(`Cannot use image '${hash}': its bytes have hash ${found}`);
  return bytes;
}

async function fetchOk(address: URL): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`Cannot fetch '${address.href}': status ${response.status}`);
  return response;
}

/** The magic number of a wasm module: "\0asm". */
function isModule(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}
