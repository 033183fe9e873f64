// SPDX-License-Identifier: MIT
/**
 * The same scenario and seed give the same bytes: repeated, with every call paused, and however the
 * run is cut up.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { firstDifference } from "../../src/cli/compare-folders.ts";
import { scenario } from "../../src/index.ts";
import { type EngineRun, runHere } from "../engine.ts";

const busy = scenario({
  build(net) {
    const [h1, h2, r1] = [net.host("h1"), net.host("h2"), net.router("r1")];
    net.link(h1, r1, { rate: "20Mbps", delay: "2ms", loss: "1%" });
    net.link(r1, h2, { rate: "5Mbps", delay: "3ms", queue: "20packets" });
    net.capture();
    h2.run("iperf3 -s -1");
    h1.run(["iperf3", "-c", h2, "-t", 2], { at: "100ms" });
    h1.run(["ping", "-c", 5, "-i", 1, h2]);
    h2.run("ls -l /usr/bin /proc/self");
  },
  until: "4s",
});

function same(a: EngineRun, b: EngineRun): void {
  assert.deepEqual(b.outcome, a.outcome);
  const { difference, count } = firstDifference(a.folder, b.folder);
  assert.equal(difference, undefined);
  assert.ok(count > 8, `${count} files were compared`);
}

describe("determinism", () => {
  it("a repeat gives the same bytes, another seed does not", async () => {
    const first = await runHere(busy, { seed: 5 });
    same(first, await runHere(busy, { seed: 5 }));
    const other = await runHere(busy, { seed: 6 });
    assert.notEqual(other.outcome.frames.hash, first.outcome.frames.hash);
  });

  it("a pause before every system call changes nothing", async () => {
    const first = await runHere(busy, { seed: 5 });
    same(first, await runHere(busy, { seed: 5, switches: { alwaysPause: true } }));
  });
});
