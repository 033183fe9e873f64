// SPDX-License-Identifier: MIT
/**
 * musl for the simulated hosts, and the compiler for their programs.
 *
 * Out come `usr/include` with the kernel's headers, `usr/lib`, `bin/dce-cc` (also under the names
 * that cross-compiling build systems look for) and its linker in `lib/dce`. The folder can be
 * moved as a whole.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildContext, Recipe } from "../../src/build/recipe.ts";
import { llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";
import { writeAbi } from "./abi.ts";
import { linkerSources } from "./linker.ts";

const target = "wasm32-linux-musl";

/** Libraries that are part of libc; programs name them all the same. */
const empty = ["m", "rt", "pthread", "crypt", "util", "xnet", "resolv", "dl"];

/** Tools of llvm that work on wasm, under the names that build systems look for. */
const tools = ["ar", "nm", "objcopy", "objdump", "ranlib", "readelf", "strip"];

const runtime = `/usr/lib/llvm-${llvmVersion}/lib/clang/${llvmVersion}/lib/wasi`;

async function buildLibc(ctx: BuildContext): Promise<void> {
  const headers = ctx.needs["linux-headers"] ?? "";
  for (const part of ["arch", "crt", "src"]) {
    await ctx.run("cp", ["-r", ctx.overlay(`ports/musl/${part}`), "."], { cwd: ctx.source });
  }
  writeAbi(ctx.source, await readFile(join(headers, "syscall.tbl"), "utf8"));
  await ctx.run("cp", [ctx.overlay("recipes/musl/config.mak"), "."], { cwd: ctx.source });
  const how = [`-j${ctx.jobs}`, `LLVM=-${llvmVersion}`, `DESTDIR=${ctx.out}`];
  const libraries = empty.map((name) => `lib/lib${name}.a`);
  await ctx.run("make", [...how, "lib/libc.a", "lib/crt1.o", ...libraries, "install-headers"], {
    cwd: ctx.source,
  });
  for (const file of ["lib/libc.a", "lib/crt1.o", ...libraries]) {
    await ctx.install(join(ctx.source, file), `usr/${file}`);
  }
  await ctx.install(join(headers, "usr/include"), "usr/include");
}

async function installCompiler(ctx: BuildContext): Promise<void> {
  await ctx.install(`${runtime}/libclang_rt.builtins-wasm32.a`, "usr/lib/libclang_rt.builtins.a");
  await ctx.install(ctx.overlay("ports/musl/bin"), "bin");
  // The one place that names the compiler's series is the toolchain's.
  const script = join(ctx.out, "bin/dce-cc");
  const text = await readFile(script, "utf8");
  await writeFile(script, text.replace("@LLVM@", llvmVersion));
  await ctx.symlink("dce-cc", `bin/${target}-cc`);
  await ctx.symlink("dce-cc", `bin/${target}-gcc`);
  for (const name of tools) {
    await ctx.symlink(`/usr/bin/llvm-${name}-${llvmVersion}`, `bin/${target}-${name}`);
  }
  const sources = linkerSources.map((name) => ctx.overlay(`src/build/${name}`));
  const linker = ctx.overlay("recipes/musl/linker.ts");
  await ctx.run(process.execPath, ["--no-warnings", linker, join(ctx.out, "lib/dce"), ...sources]);
}

const recipe: Recipe = {
  name: "musl",
  version: "1.2.3",
  licence: "MIT AND (GPL-2.0-only WITH Linux-syscall-note)",
  sources: [
    {
      name: "musl",
      versions: [
        {
          version: "1.2.3",
          sha256: "7d5b0b6062521e4627e099e4c9dc8248d32a30285e959b7eecaa780cf8cfd4a4",
          places: [{ source: "musl", release: "bookworm", file: "musl_1.2.3.orig.tar.gz" }],
        },
      ],
      patches: ["ports/musl/patches"],
    },
  ],
  overlays: [
    "ports/musl/arch",
    "ports/musl/bin",
    "ports/musl/crt",
    "ports/musl/src",
    ...linkerSources.map((name) => `src/build/${name}`),
  ],
  needs: ["linux-headers"],
  tools: [...llvm, ...makeTools],
  seconds: 15,
  async build(ctx) {
    await buildLibc(ctx);
    ctx.note("compiler");
    await installCompiler(ctx);
  },
};
export default recipe;
