// SPDX-License-Identifier: GPL-2.0-only
/**
 * The Linux kernel as a WebAssembly module: the distribution's source, architecture `wasm` of
 * ports/linux laid over it, a configuration merged of fragments, a link without a linker script.
 *
 * Out come vmlinux.wasm, the bridge modules beside it and syscalls.json.
 */
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildContext, BuildError, type Recipe } from "../../src/build/recipe.ts";
import { kernelTools, llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";
import { buildBridges } from "./bridge.ts";
import { syscallNames } from "./syscalls.ts";
import { dropZeros } from "./zero-data.ts";

/** Configuration fragments of ports/linux/config, by purpose. */
const fragments = [
  "base",
  "net",
  "namespaces",
  "ipc",
  "security",
  "transport",
  "routing",
  "diag",
  "devices",
  "queueing",
];

/** What would differ from one build to the next: it is in the image. */
const constants = {
  KBUILD_BUILD_TIMESTAMP: "Thu Jan  1 00:00:00 UTC 1970",
  KBUILD_BUILD_USER: "dce",
  KBUILD_BUILD_HOST: "dce",
  KBUILD_BUILD_VERSION: "1",
};

async function make(ctx: BuildContext, ...args: string[]): Promise<void> {
  const how = ["ARCH=wasm", `LLVM=-${llvmVersion}`, "CLANG_TARGET_FLAGS=wasm32", "HOSTCC=gcc"];
  await ctx.run("make", [`-j${ctx.jobs}`, ...how, ...args], { cwd: ctx.source, env: constants });
}

/** Merges the fragments over allnoconfig; an option that Kconfig drops is an error. */
async function configure(ctx: BuildContext): Promise<void> {
  const folder = ctx.overlay("ports/linux/config");
  const texts = fragments.map((name) => readFile(join(folder, `${name}.config`), "utf8"));
  const text = (await Promise.all(texts)).join("");
  const merged = join(ctx.work, "fragments.config");
  await writeFile(merged, text);
  await make(ctx, `KCONFIG_ALLCONFIG=${merged}`, "allnoconfig");
  const config = new Set((await readFile(join(ctx.source, ".config"), "utf8")).split("\n"));
  const wanted = text.split("\n").filter((line) => line.startsWith("CONFIG_"));
  const dropped = wanted.filter((line) => !config.has(line));
  if (dropped.length > 0) {
    throw new BuildError(`Kconfig dropped ${dropped.join(", ")}: what they depend on is not set`);
  }
}

/**
 * The order of objects is that of the kernel's own link; head.o and tail.o bound the tables (see
 * ports/linux/arch/wasm/kernel/tables.h). The table begins at 4096, since tiny RCU takes a smaller
 * function pointer for an offset, and data at 65536, since printk takes smaller addresses for NULL.
 * Nothing undefined is allowed: data would be at address 0 without a word. A warning is a call
 * through a wrong declaration, which would trap.
 */
async function link(ctx: BuildContext, image: string): Promise<void> {
  const kernel = "arch/wasm/kernel";
  const objects = [
    `${kernel}/head.o`,
    "--whole-archive",
    "built-in.a",
    "--no-whole-archive",
    "lib/lib.a",
    `${kernel}/tail.o`,
  ];
  const options = [
    "--no-entry",
    "--gc-sections",
    "--fatal-warnings",
    "--error-limit=0",
    "-O2",
    "--import-memory",
    "--export-memory",
    "--global-base=65536",
    "--table-base=4096",
    "--export-table",
    "--growable-table",
    "--export=__heap_base",
    "--export=__stack_pointer",
    "-z",
    "stack-size=65536",
  ];
  await ctx.run(`wasm-ld-${llvmVersion}`, [...options, ...objects, "-o", image], {
    cwd: ctx.source,
  });
}

const recipe: Recipe = {
  name: "linux",
  version: "6.12",
  licence: "GPL-2.0-only",
  sources: [
    {
      name: "linux",
      versions: [
        {
          version: "6.12.117-1~deb12u1",
          sha256: "585a4a074597aefa2b1a68ada83a3184ba351c127544dea80618bbcceaa3961f",
          places: [
            {
              binary: "linux-source-6.12",
              release: "bookworm-security",
              file: "usr/src/linux-source-6.12.tar.xz",
            },
          ],
        },
      ],
      patches: ["ports/linux/patches/6.12"],
      exclude: [
        "linux-source-*/Documentation/*/*",
        "linux-source-*/arch/*.[chS]",
        "linux-source-*/*.dts*",
        "linux-source-*/drivers/gpu/*.[ch]",
        "linux-source-*/drivers/media/*.[ch]",
        "linux-source-*/drivers/staging/*.[ch]",
        "linux-source-*/sound/*.[ch]",
        "linux-source-*/tools/testing/*",
      ],
    },
  ],
  overlays: ["ports/linux/arch", "ports/linux/bridge", "ports/linux/config"],
  tools: [...llvm, ...makeTools, ...kernelTools],
  npm: ["wabt"],
  seconds: 200,
  async build(ctx) {
    await cp(ctx.overlay("ports/linux/arch"), join(ctx.source, "arch"), { recursive: true });
    await configure(ctx);
    await make(ctx, "./");
    ctx.note("linking");
    const image = join(ctx.work, "vmlinux.wasm");
    await link(ctx, image);
    await writeFile(join(ctx.out, "vmlinux.wasm"), dropZeros(await readFile(image)));
    await buildBridges(ctx.overlay("ports/linux/bridge"), ctx.npm("wabt/index.js"), ctx.out);
    const header = join(ctx.source, "arch/wasm/include/generated/uapi/asm/unistd_32.h");
    const names = syscallNames(await readFile(header, "utf8"));
    await writeFile(join(ctx.out, "syscalls.json"), names);
  },
};
export default recipe;
