// SPDX-License-Identifier: MIT
/** The manifest of what is built for a browser, and where the bytes of each hash lie. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../src/cli/checkout.ts";
import type { BuiltRecipe } from "../../src/cli/engine-job.ts";
import { EVERY_RUN } from "../../src/cli/providers.ts";
import { recipeService } from "../../src/cli/recipe-service.ts";
import { readTree } from "../../src/cli/root-files.ts";
import type { ImageFile, ImageManifest, KernelImages } from "../../src/web/images.ts";

export interface Images {
  readonly manifest: ImageManifest;
  /** By sha256. */
  readonly bytes: Map<string, Uint8Array>;
}

/**
 * Builds what is missing of what every run needs and of more recipes, and describes it. Only their
 * commands are in the manifest.
 */
export async function buildImages(more: readonly string[]): Promise<Images> {
  const service = recipeService();
  const built = await service.provide([...new Set([...EVERY_RUN, ...more])], false);
  const bytes = new Map<string, Uint8Array>();
  const keep = (content: Uint8Array): string => {
    const hash = createHash("sha256").update(content).digest("hex");
    bytes.set(hash, content);
    return hash;
  };
  const linux = built.find(({ name }) => name === "linux");
  if (linux === undefined) throw new Error("linux was not built");
  const recipes = Object.fromEntries(built.map((one) => [one.name, rootFiles(one, keep)]));
  const commands = [...(await service.commands())].filter(([, recipe]) => recipe in recipes);
  const manifest = {
    version: version(),
    kernel: kernelImages(linux, keep),
    everyRun: EVERY_RUN,
    commands: Object.fromEntries(commands),
    recipes,
  };
  return { manifest, bytes };
}

/** What hosts see of a recipe; nothing of the kernel and of libc. */
function rootFiles({ folder }: BuiltRecipe, keep: (bytes: Uint8Array) => string): ImageFile[] {
  const root = join(folder, "root");
  if (!existsSync(root)) return [];
  return readTree(root, "/").map((file) => {
    if (file.kind !== "file") return file;
    const { kind, path, mode, bytes } = file;
    return { kind, path, mode, sha256: keep(bytes) };
  });
}

function kernelImages(linux: BuiltRecipe, keep: (bytes: Uint8Array) => string): KernelImages {
  const image = (name: string): string =>
    keep(new Uint8Array(readFileSync(join(linux.folder, `${name}.wasm`))));
  return {
    version: linux.version,
    vmlinux: image("vmlinux"),
    bridge: image("bridge"),
    nic: image("nic"),
    frames: image("frames"),
    syscalls: JSON.parse(readFileSync(join(linux.folder, "syscalls.json"), "utf8")),
  };
}
