// SPDX-License-Identifier: MIT
/**
 * The distribution's packages that recipes build with, and the place to change the compiler's
 * series. Only those whose version can change the bytes of a build are part of keys.
 */
import type { Tool } from "./recipe.ts";

/** The series of clang, lld and llvm: commands carry it as a suffix (`clang-19`). */
export const llvmVersion = "19";

const v = llvmVersion;

/** Compiler, linker, archiver and the compiler's run-time library for wasm. */
export const llvm: readonly Tool[] = [
  { package: `clang-${v}`, provides: [`clang-${v}`], inKey: true },
  { package: `lld-${v}`, provides: [`wasm-ld-${v}`], inKey: true },
  { package: `llvm-${v}`, provides: [`llvm-ar-${v}`, `llvm-nm-${v}`], inKey: true },
  {
    package: `libclang-rt-${v}-dev-wasm32`,
    provides: [`/usr/lib/llvm-${v}/lib/clang/${v}/lib/wasi/libclang_rt.builtins-wasm32.a`],
    inKey: true,
  },
];

/** make, and the machine's own compiler for what a build runs while it builds. */
export const makeTools: readonly Tool[] = [
  { package: "make", provides: ["make"], inKey: false },
  { package: "gcc", provides: ["gcc"], inKey: false },
  { package: "libc6-dev", provides: ["/usr/include/stdio.h"], inKey: false },
];

/** What the kernel's build runs besides. */
export const kernelTools: readonly Tool[] = [
  { package: "flex", provides: ["flex"], inKey: true },
  { package: "bison", provides: ["bison"], inKey: true },
  { package: "bc", provides: ["bc"], inKey: false },
  { package: "rsync", provides: ["rsync"], inKey: false },
  { package: "perl", provides: ["perl"], inKey: false },
];

/** New config.sub and config.guess, for configure scripts that are older than wasm32. */
export const configTools: readonly Tool[] = [
  { package: "autotools-dev", provides: ["/usr/share/misc/config.sub"], inKey: false },
];

/** What the engine itself runs to unpack and patch. */
export const unpackTools: readonly Tool[] = [
  { package: "patch", provides: ["patch"], inKey: false },
  { package: "xz-utils", provides: ["xz"], inKey: false },
  { package: "bzip2", provides: ["bzip2"], inKey: false },
];
