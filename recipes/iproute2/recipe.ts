// SPDX-License-Identifier: MIT
/** iproute2 without the libraries that it can do without; what `ip` loads at run time is linked. */
import { join } from "node:path";
import type { Recipe } from "../../src/build/recipe.ts";
import { kernelTools, llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";

/** Where each program of the source is on a host, as in the distribution. */
const programs: Readonly<Record<string, string>> = {
  "ip/ip": "sbin/ip",
  "tc/tc": "sbin/tc",
  "bridge/bridge": "sbin/bridge",
  "misc/ss": "bin/ss",
  "misc/nstat": "usr/bin/nstat",
};

const recipe: Recipe = {
  name: "iproute2",
  version: "6.1.0",
  licence: "GPL-2.0-or-later",
  sources: [
    {
      name: "iproute2",
      versions: [
        {
          version: "6.1.0",
          sha256: "5ce12a0fec6b212725ef218735941b2dab76244db7e72646a76021b0537b43ab",
          places: [{ source: "iproute2", release: "bookworm", file: "iproute2_6.1.0.orig.tar.xz" }],
        },
      ],
    },
  ],
  needs: ["musl"],
  tools: [
    ...llvm,
    ...makeTools,
    ...kernelTools.filter((tool) => ["flex", "bison"].includes(tool.package)),
  ],
  commands: Object.values(programs).map((path) => path.slice(path.lastIndexOf("/") + 1)),
  seconds: 25,
  async build(ctx) {
    const cc = `${ctx.needs.musl}/bin/dce-cc`;
    const cwd = ctx.source;
    // No pkg-config: libmnl, libelf, libcap, libselinux and libbpf of the machine are not for it.
    const env = { PKG_CONFIG: "false", CC: cc };
    await ctx.run("./configure", [], { cwd, env });
    const args = [
      `-j${ctx.jobs}`,
      "SHARED_LIBS=n",
      `CC=${cc}`,
      "HOSTCC=gcc",
      `AR=llvm-ar-${llvmVersion}`,
      `CCOPTS=-O2 -pipe -ffile-prefix-map=${ctx.temporary}=.`,
      "SUBDIRS=lib ip tc bridge misc",
    ];
    await ctx.run("make", args, { cwd, env });
    for (const [from, to] of Object.entries(programs)) {
      await ctx.install(join(cwd, from), join("root", to));
    }
    await ctx.install(join(cwd, "etc/iproute2"), "root/etc/iproute2");
  },
};
export default recipe;
