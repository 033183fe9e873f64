// SPDX-License-Identifier: MIT
/** `dce run` with an engine that simulates nothing: table, results, statuses, ends from outside. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { appears, dce, folderWith, type Said, scenarioOf, start } from "./fakes/spawn.ts";
import type { RunJson } from "./run-json.ts";

const two = ['const [h1, h2] = net.hosts("h", 2);', 'net.link(h1, h2, { rate, delay: "1ms" });'];

function runJson(folder: string, name: string): RunJson {
  return JSON.parse(readFileSync(join(folder, "results", name, "run.json"), "utf8"));
}

function assertStatus(said: Said, status: number): void {
  assert.equal(said.status, status, said.stderr + said.stdout);
}

test("the table of programs, the results and the command that repeats the run", async () => {
  const scenario = scenarioOf(...two, 'h2.run("iperf3 -s -1");', 'h1.run(["iperf3", "-c", h2]);');
  const folder = folderWith({ "pair.ts": scenario });
  const said = await dce(folder, ["run", "pair.ts", "--set", "rate=8Mbps", "--pcap"]);
  assertStatus(said, 0);
  assert.equal(
    said.stdout.replace(/[\d.]+ × real time/, "N × real time").replace(/: \S*dce run/, ": dce run"),
    `\
pair: 2 hosts, 1 link
   h1 ── 8 Mbps, 1 ms ── h2
  0.003 s ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ N × real time

  host  pid  program       from     to       status
  h2    12   iperf3 -s -1  0.001 s  0.002 s  0
  h1    13   iperf3 -c h2  0.002 s  0.003 s  0
results/pair   run.json · files-h1/ files-h2/ (logs) · h1-eth0.pcapng h2-eth0.pcapng
The same bytes again: dce run pair.ts --seed 1 --set rate=8Mbps --pcap
`,
  );
  assert.equal(said.stderr, "");
  const run = runJson(folder, "pair");
  assert.equal(run.state, "finished");
  assert.ok(existsSync(join(folder, "results/pair/timing.json")));
  assert.deepEqual(readdirSync(join(folder, "results")), ["pair"]);
});

test("a program that fails: status 1, its last lines, the path of the log", async () => {
  const scenario = scenarioOf(...two, 'h1.run("exit 3");', 'h2.run("exit 0");', 'h2.run("crash");');
  const folder = folderWith({ "bad.ts": scenario });
  const said = await dce(folder, ["run", "bad.ts"]);
  assertStatus(said, 1);
  assert.match(said.stdout, /\n {2}h1 +12 +exit 3 .* 3\n/);
  assert.match(
    said.stdout,
    /\n {5}\| leaving with 3\n {5}stderr: results\/bad\/files-h1\/var\/log\/12\/stderr/,
  );
  assert.match(said.stdout, /ended by SIGSEGV .* in handle_request ← main/);
  assert.equal(runJson(folder, "bad").failures.length, 2);

  const quiet = await dce(folder, ["run", "bad.ts", "--quiet"]);
  assertStatus(quiet, 1);
  assert.equal(quiet.stdout, "");
  assert.match(quiet.stderr, /leaving with 3/);
});

test("--json is run.json, and nothing else", async () => {
  const folder = folderWith({ "one.ts": scenarioOf('net.host("h1").run("exit 0");') });
  const said = await dce(folder, ["run", "one.ts", "--json", "--seed", "7", "--out", "elsewhere"]);
  assertStatus(said, 0);
  const run: RunJson = JSON.parse(said.stdout);
  assert.deepEqual([run.state, run.seed, run.scenario], ["finished", 7, "one"]);
  assert.equal(said.stdout, readFileSync(join(folder, "elsewhere/run.json"), "utf8"));
});

test("Ctrl-C ends a run within half a second, with its results and status 130", async () => {
  const scenario = scenarioOf(
    'const h1 = net.host("h1");',
    'h1.run("exit 0");',
    'h1.run("forever");',
  );
  const folder = folderWith({ "long.ts": scenario });
  const { child, ended } = start(folder, ["run", "long.ts"]);
  await appears(join(folder, "results/long/files-h1/var/log/13/cmdline"));
  assert.equal(runJson(folder, "long").state, "running");
  const started = performance.now();
  child.kill("SIGINT");
  const said = await ended;
  assert.ok(performance.now() - started < 500, `${performance.now() - started} ms`);
  assertStatus(said, 130);
  const run = runJson(folder, "long");
  assert.equal(run.state, "stopped");
  assert.match(said.stdout, /\nStopped at [\d.]+ s; results up to then are kept\.\n/);
  assert.deepEqual(
    run.processes.map((one) => one.end),
    ["exited", "running"],
  );
});

test("two runs in one folder: the second is refused", async () => {
  const folder = folderWith({ "long.ts": scenarioOf('net.host("h1").run("forever");') });
  const { child, ended } = start(folder, ["run", "long.ts"]);
  await appears(join(folder, "results/long/files-h1/var/log/12/cmdline"));
  const second = await dce(folder, ["run", "long.ts"]);
  assertStatus(second, 2);
  assert.match(second.stderr, /'results\/long': another run is writing there \(process \d+, /);
  child.kill("SIGINT");
  assertStatus(await ended, 130);
  assert.equal(runJson(folder, "long").state, "stopped");
  assert.ok(!existsSync(join(folder, "results/long/.dce.lock")));
});

test("measure that never settles is a failure, with the results", async () => {
  const waits = "measure: () => new Promise(() => {}),";
  const scenario = scenarioOf('net.host("h1").run("exit 0");').replace(
    "  build",
    `  ${waits}\n  build`,
  );
  const folder = folderWith({ "waits.ts": scenario });
  const said = await dce(folder, ["run", "waits.ts"]);
  assertStatus(said, 1);
  assert.match(said.stdout, /\nmeasure: its promise never settles\./);
  assert.equal(runJson(folder, "waits").processes[0]?.end, "exited");
});

test("Ctrl-C ends an engine that does not listen, too", async () => {
  const folder = folderWith({ "spin.ts": scenarioOf('net.host("h1").run("spin");') });
  const { child, ended } = start(folder, ["run", "spin.ts"]);
  await appears(join(folder, "results/spin/files-h1/var/log/12/cmdline"));
  const started = performance.now();
  child.kill("SIGINT");
  const said = await ended;
  assert.ok(performance.now() - started < 500, `${performance.now() - started} ms`);
  assertStatus(said, 130);
  assert.equal(runJson(folder, "spin").state, "stopped");
});

for (const how of ["deaf", "gently"]) {
  test(`a program that spins ends the run, not the command (${how})`, async () => {
    const scenario = scenarioOf(...two, 'h1.run("exit 0");', `h2.run("spin ${how}");`);
    const folder = folderWith({ "spin.ts": scenario });
    const said = await dce(folder, ["run", "spin.ts", "--stall", "500ms"]);
    assertStatus(said, 1);
    assert.match(said.stdout, /h2: spin \(pid 13\) makes no progress at 0\.002 s.*\(--stall\)/);
    const run = runJson(folder, "spin");
    assert.equal(run.state, "failed");
    assert.ok(run.failures.some((failure) => failure.kind === "spin" && failure.host === "h2"));
    assert.ok(existsSync(join(folder, "results/spin/files-h1/var/log/12/stdout")));
  });
}

test("an engine that breaks says so and leaves a failed run", async () => {
  const folder = folderWith({ "throw.ts": scenarioOf('net.host("h1").run("throw");') });
  const said = await dce(folder, ["run", "throw.ts"]);
  assertStatus(said, 1);
  assert.match(said.stderr, /RangeError: the arena is corrupt\n\s+at runProgram/);
  assert.equal(runJson(folder, "throw").state, "failed");
});

const zoned = 'net.host("h1").run(`exit 0 ${hour}`);';

test("--verify: equal runs pass, one that reads a clock is caught", async () => {
  const folder = folderWith({
    "same.ts": scenarioOf('net.host("h1").run("exit 0");'),
    "clock.ts": scenarioOf('net.host("h1").run("clock");'),
    "zone.ts": `const hour = new Date(0).getHours();\n${scenarioOf(zoned)}`,
  });
  const same = await dce(folder, ["run", "same.ts", "--verify"]);
  assertStatus(same, 0);
  assert.match(same.stdout, /\nVerified: \d+ files are equal in a second process \(TZ /);

  const clock = await dce(folder, ["run", "clock.ts", "--verify"]);
  assertStatus(clock, 1);
  assert.match(
    clock.stderr,
    /The two runs differ: files-h1\/var\/log\/12\/stdout differs at byte \d+/,
  );
  assert.ok(runJson(folder, "clock").failures.some((failure) => failure.kind === "verify"));

  assertStatus(await dce(folder, ["run", "zone.ts", "--verify"], { env: { TZ: "UTC" } }), 1);
});
