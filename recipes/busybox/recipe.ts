// SPDX-License-Identifier: MIT
/** busybox without shells and without applets that need fork; a host sees a link per applet. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { type BuildContext, BuildError, type Recipe } from "../../src/build/recipe.ts";
import { llvm, llvmVersion, makeTools } from "../../src/build/toolchain.ts";
import { applets } from "./applets.ts";
import { hostConfig } from "./config.ts";

async function make(ctx: BuildContext, ...targets: string[]): Promise<void> {
  const flags = `-ffile-prefix-map=${ctx.temporary}=.`;
  const args = [
    `-j${ctx.jobs}`,
    "ARCH=wasm32",
    `CC=${ctx.needs.musl}/bin/dce-cc`,
    `AR=llvm-ar-${llvmVersion}`,
    "HOSTCC=gcc",
    `CONFIG_EXTRA_CFLAGS=${flags}`,
    // The name section gives functions their names in reports of crashes.
    "SKIP_STRIP=y",
  ];
  await ctx.run("make", [...args, ...targets], {
    cwd: ctx.source,
    env: { KCONFIG_NOTIMESTAMP: "1" },
    // `oldconfig` asks about what depends on a changed option: the default each time.
    input: "\n".repeat(2000),
  });
}

/** Puts the program and a relative link for each applet below root. */
async function install(ctx: BuildContext): Promise<void> {
  await ctx.install(join(ctx.source, "busybox_unstripped"), "root/bin/busybox");
  const text = await readFile(join(ctx.source, "busybox.links"), "utf8");
  const links = text.trim().split("\n");
  const made = links.map((link) => basename(link)).sort();
  if (made.join(" ") !== [...applets].sort().join(" ")) {
    throw new BuildError(`The applets differ from recipes/busybox/applets.ts: ${made.join(" ")}`);
  }
  for (const link of links) {
    await ctx.symlink(relative(dirname(link), "/bin/busybox"), join("root", link));
  }
}

const recipe: Recipe = {
  name: "busybox",
  version: "1.35.0",
  licence: "GPL-2.0-only",
  sources: [
    {
      name: "busybox",
      versions: [
        {
          version: "1.35.0",
          sha256: "faeeb244c35a348a334f4a59e44626ee870fb07b6884d68c10ae8bc19f83a694",
          places: [{ source: "busybox", release: "bookworm", file: "busybox_1.35.0.orig.tar.bz2" }],
        },
      ],
    },
  ],
  needs: ["musl"],
  tools: [...llvm, ...makeTools],
  commands: ["busybox", ...applets],
  seconds: 60,
  async build(ctx) {
    const config = join(ctx.source, ".config");
    await make(ctx, "defconfig");
    await writeFile(config, hostConfig(await readFile(config, "utf8")));
    await make(ctx, "oldconfig");
    await make(ctx, "busybox_unstripped", "busybox.links");
    await install(ctx);
  },
};
export default recipe;
