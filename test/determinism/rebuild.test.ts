// SPDX-License-Identifier: MIT
/**
 * Everything built again from an empty cache gives the same images to the byte and the same frames.
 * It compiles a kernel, so it runs with CI=full only (`CI=full ./dce test`).
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { buildRecipes } from "../../src/build/build.ts";
import { runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const names = ["linux", "musl", "init", "busybox", "iproute2", "iperf3"];
const full = process.env["CI"] === "full";

interface RunJson {
  readonly frames: { readonly hash: string };
  readonly images: Readonly<Record<string, string>>;
}

function runJson(cache: Readonly<Record<string, string>>): RunJson {
  const out = join(temporaryFolder(), "out");
  const words = ["run", "examples/iperf3.ts", "--json", "--quiet", "--out", out];
  const { status, stdout, stderr } = runDce(words, {
    cwd: join(import.meta.dirname, "../.."),
    env: cache,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as RunJson;
}

describe("a rebuild from an empty cache", { skip: !full && "compiles a kernel: CI=full" }, () => {
  it("gives the same bytes and the same frames", async () => {
    const cache = temporaryFolder();
    const first = await buildRecipes(names);
    const again = await buildRecipes(names, { cache });
    for (const name of names) assert.equal(again.get(name)?.digest, first.get(name)?.digest, name);
    const [a, b] = [runJson({}), runJson({ DCE_CACHE: cache })];
    assert.equal(b.frames.hash, a.frames.hash);
    assert.deepEqual(b.images, a.images);
  });
});
