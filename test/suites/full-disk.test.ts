// SPDX-License-Identifier: MIT
/**
 * A disk without room: refused before the start, and in a run what was written stays. The disk is a
 * file system in memory in a mount namespace of its own, which takes root.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { RunJson } from "../../src/cli/run-json.ts";
import { dce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const mayMount = spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

/** Runs a scenario with these lines in `build` on a disk of so many MiB. */
function runOnDisk(mib: number, build: string, ...flags: readonly string[]) {
  const folder = temporaryFolder();
  const head = 'import { scenario } from "dce";\nexport default scenario({';
  writeFileSync(join(folder, "full.ts"), `${head} build(net) { ${build} } });\n`);
  mkdirSync(join(folder, "disk"));
  // What is left on the disk is copied out before it goes with its namespace.
  const mount = `mount -t tmpfs -o size=${mib}m none disk`;
  const script = `${mount}; "$@"; status=$?; cp -r disk kept; exit $status`;
  const words = [dce, "run", "full.ts", "--out", "disk/out", ...flags];
  const ended = spawnSync("unshare", ["-m", "sh", "-c", script, "sh", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  const kept = (file: string): string => readFileSync(join(folder, "kept/out", file), "utf8");
  return { ...ended, kept, run: (): RunJson => JSON.parse(kept("run.json")) };
}

describe("a full disk", { skip: !mayMount && "needs root" }, () => {
  it("is found before the start", () => {
    const { status, stdout, stderr } = runOnDisk(2, 'net.host("h1").run("true");');
    assert.deepEqual([status, stdout], [3, ""]);
    assert.equal(
      stderr,
      "Cannot write results to 'disk/out': at least 16 MiB are needed, 2 MiB are free.\n",
    );
  });

  it("ends a run whose captures fill it", () => {
    const build = `
      const [h1, h2] = net.hosts("h", 2);
      net.link(h1, h2);
      h2.run("iperf3 -s -1");
      h1.run(["iperf3", "-c", h2, "-t", 5]);
    `;
    const { status, stderr, run } = runOnDisk(18, build, "--pcap");
    assert.equal(status, 3, stderr);
    assert.equal(stderr, "Cannot go on: no space left for 'disk/out'.\n");
    const { state, failures } = run();
    assert.equal(state, "failed");
    assert.match(failures[0]?.message ?? "", /no space left/);
  });

  it("is ENOSPC for a program, and the results are judged", () => {
    const build = `
      const [h1, h2] = net.hosts("h", 2);
      h1.run("dd if=/dev/zero of=/root/big bs=64k");
      h2.run("seq 3");
    `;
    const { status, stdout, run, kept } = runOnDisk(18, build);
    assert.equal(status, 1, stdout);
    const { state, processes } = run();
    assert.deepEqual([state, processes.map((one) => one.status)], ["finished", [1, 0]]);
    assert.equal(kept(`files-h2/var/log/${processes[1]?.pid}/stdout`), "1\n2\n3\n");
  });
});
