// SPDX-License-Identifier: MIT
/** iperf3, unmodified. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Recipe } from "../../src/build/recipe.ts";
import { configTools, llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";

const recipe: Recipe = {
  name: "iperf3",
  version: "3.9",
  licence: "BSD-3-Clause",
  sources: [
    {
      name: "iperf3",
      versions: [
        {
          version: "3.9",
          sha256: "24b63a26382325f759f11d421779a937b63ca1bc17c44587d2fcfedab60ac038",
          places: [{ source: "iperf3", release: "bullseye", file: "iperf3_3.9.orig.tar.gz" }],
        },
      ],
    },
  ],
  needs: ["musl"],
  tools: [...llvm, ...makeTools, ...configTools],
  commands: ["iperf3"],
  seconds: 12,
  async build(ctx) {
    // The package's own are older than the processor.
    for (const file of ["config.sub", "config.guess"]) {
      await cp(`/usr/share/misc/${file}`, join(ctx.source, "config", file));
    }
    // Its own makefile adds -g, which names every folder of a header.
    const maps = `-ffile-prefix-map=${ctx.temporary}=. -ffile-prefix-map=${ctx.needs.musl}=musl`;
    const options = [
      "--host=wasm32-linux-musl",
      `CC=${ctx.needs.musl}/bin/dce-cc`,
      `AR=llvm-ar-${llvmVersion}`,
      `RANLIB=llvm-ranlib-${llvmVersion}`,
      `CFLAGS=-O2 ${maps}`,
      "--disable-shared",
      "--without-openssl",
      "--without-sctp",
    ];
    await ctx.run("./configure", options, { cwd: ctx.source });
    await ctx.run("make", [`-j${ctx.jobs}`, "-C", "src", "iperf3"], { cwd: ctx.source });
    await ctx.install(join(ctx.source, "src", "iperf3"), "root/usr/bin/iperf3");
  },
};
export default recipe;
