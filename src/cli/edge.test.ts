// SPDX-License-Identifier: MIT
/** `run()` of code, with an engine that simulates nothing. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { param } from "../scenario/api/param.ts";
import { run, scenario } from "../scenario/api/scenario.ts";
import { registerEdge } from "../scenario/environment.ts";
import { checkout } from "./checkout.ts";
import { nodeEdge } from "./edge.ts";
import { fakeRecipes } from "./fakes/fake-recipes.ts";
import { appears, folderWith } from "./fakes/spawn.ts";
import type { RunJson } from "./run-json.ts";

before(() => {
  const providers = {
    recipes: async () => fakeRecipes(),
    engine: new URL("./fakes/fake-engine.ts", import.meta.url).href,
    entry: join(checkout, "src/index.ts"),
    script: "",
  };
  registerEdge(async () => nodeEdge(providers));
});

const pair = scenario({
  name: "pair",
  parameters: { status: param.integer(0) },
  build(net, { status }) {
    const [h1, h2] = net.hosts("h", 2);
    net.link(h1, h2);
    return { program: h1.run(["exit", status]), clock: h2.run("exit 0") };
  },
});

test("outputs are read from files that nobody asked to keep", async () => {
  const result = await run(pair);
  assert.deepEqual(result.failures, []);
  assert.equal(await result.outputs.program.stdout.text(), "exit 0\n");
  assert.equal(result.folder, undefined);
  assert.match(result.repeat, /seed 1/);
});

test("a failing program is a failure, and --out keeps the results", async () => {
  const out = join(folderWith(), "results");
  const result = await run(pair, { set: { status: 3 }, seed: 9, out });
  assert.equal(result.ok, false);
  assert.match(result.failures[0]?.message ?? "", /status 3/);
  const json: RunJson = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
  assert.deepEqual([json.state, json.seed], ["finished", 9]);
  assert.ok(existsSync(join(out, "timing.json")));
});

test("an abort ends the run and keeps what is there", async () => {
  const forever = scenario({ build: (net) => ({ it: net.host("h1").run("forever") }) });
  const controller = new AbortController();
  const out = join(folderWith(), "results");
  const running = run(forever, { signal: controller.signal, out });
  await appears(join(out, "files-h1/var/log/12/cmdline"));
  controller.abort();
  const result = await running;
  assert.equal(result.outputs.it.end, "running");
});

test("an option that does not exist is refused, and a folder in use", async () => {
  const options = { seeds: 3 };
  await assert.rejects(run(pair, options as {}), {
    name: "ScenarioError",
    message: 'run: "seeds" is not an option here. Did you mean "seed"?',
  });
  const out = join(folderWith(), "results");
  const both = await Promise.allSettled([run(pair, { out }), run(pair, { out })]);
  assert.deepEqual(both.map((one) => one.status).sort(), ["fulfilled", "rejected"]);
  assert.ok(!existsSync(join(out, ".dce.lock")));
  assert.equal((await run(pair, { out })).ok, true);
});

test("a spin is given up", async () => {
  const spin = scenario({ build: (net) => void net.host("h1").run("spin") });
  const { failures } = await run(spin, { stall: "300ms" });
  assert.ok(failures.some((failure) => failure.kind === "spin"));
});

test("verify runs twice and finds a clock", async () => {
  assert.deepEqual((await run(pair, { verify: true })).failures, []);
  const clock = scenario({ build: (net) => void net.host("h1").run("clock") });
  const { failures } = await run(clock, { verify: true });
  assert.deepEqual(
    failures.map((failure) => failure.kind),
    ["verify"],
  );
});
