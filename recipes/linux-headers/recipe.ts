// SPDX-License-Identifier: GPL-2.0-only
/**
 * The kernel's interface to programs: `usr/include` with the headers of architecture `wasm`, and
 * `syscall.tbl`, the table of its calls. It needs no configured kernel, so that libc is built
 * beside the kernel and not after it.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { BuildError, type Recipe } from "../../src/build/recipe.ts";
import { kernelTools, llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";
import linux from "../linux/recipe.ts";

const [source] = linux.sources;
if (source === undefined) throw new BuildError("The recipe 'linux' has no source.");

/** Folders of the kernel's tree that headers_install does not read. */
const unread = `
  Documentation LICENSES block certs crypto drivers fs init io_uring ipc kernel lib mm net rust
  samples security sound tools virt arch
  include/dt-bindings include/linux include/net include/media`
  .trim()
  .split(/\s+/);

const recipe: Recipe = {
  name: "linux-headers",
  version: linux.version,
  licence: "GPL-2.0-only WITH Linux-syscall-note",
  sources: [
    {
      name: source.name,
      versions: source.versions,
      // A star for the version would match folders too, and include/uapi/sound is wanted.
      exclude: unread.map((name) => `linux-source-${linux.version}/${name}/*`),
    },
  ],
  overlays: ["ports/linux/arch"],
  tools: [...llvm, ...makeTools, ...kernelTools],
  seconds: 15,
  async build(ctx) {
    await cp(ctx.overlay("ports/linux/arch"), join(ctx.source, "arch"), { recursive: true });
    const how = ["ARCH=wasm", `LLVM=-${llvmVersion}`, "CLANG_TARGET_FLAGS=wasm32", "HOSTCC=gcc"];
    const to = `INSTALL_HDR_PATH=${join(ctx.out, "usr")}`;
    await ctx.run("make", [`-j${ctx.jobs}`, ...how, to, "headers_install"], { cwd: ctx.source });
    await ctx.install(join(ctx.source, "scripts/syscall.tbl"), "syscall.tbl");
  },
};
export default recipe;
