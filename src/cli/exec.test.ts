// SPDX-License-Identifier: MIT
/** `dce exec` with an engine that simulates nothing: what passes through, and every status. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { dce, folderWith, script, start } from "./fakes/spawn.ts";

async function status(words: readonly string[], input = ""): Promise<number | null> {
  const said = await dce(folderWith(), ["exec", ...words], { input });
  return said.status;
}

test("the program's own status, and 128 + the signal that ended it", async () => {
  assert.equal(await status(["exit", "0"]), 0);
  assert.equal(await status(["exit", "7"]), 7);
  const crashed = await dce(folderWith(), ["exec", "crash"]);
  assert.equal(crashed.status, 139);
  assert.equal(crashed.stderr, "about to crash\nEnded by SIGSEGV in handle_request ← main\n");
});

test("a real-time signal has a number too", async () => {
  assert.equal(await status(["realtime"]), 128 + 40);
});

test("a program that spins is given up", async () => {
  const said = await dce(folderWith(), ["exec", "--stall", "300ms", "spin"]);
  assert.equal(said.status, 125);
  assert.match(said.stderr, /^dce: spin \(pid 12\) makes no progress at .*\(--stall\)\.\n$/);
});

test("output passes through, options after the program are the program's", async () => {
  const said = await dce(folderWith(), ["exec", "--env", "A=b", "iperf3", "--version", "-t"]);
  assert.equal(said.status, 0);
  assert.equal(said.stdout, "iperf3 --version -t\n");
  assert.equal(said.stderr, "");
  assert.equal((await dce(folderWith(), ["exec", "exit", "3"])).stderr, "leaving with 3\n");
});

test("output that has no room is a failure of the command", async () => {
  const words = ["-c", '"$0" "$@" > /dev/full', process.execPath, script, "exec", "iperf3"];
  const said = spawnSync("sh", words, { input: "" });
  assert.equal(said.status, 125);
  assert.equal(said.stderr.toString(), "Cannot pass on the output of 'iperf3': no room for it.\n");
});

test("input passes through to its end", async () => {
  const text = "0123456789".repeat(1000);
  const said = await dce(folderWith(), ["exec", "cat"], { input: text });
  assert.equal(said.stdout, text);
  assert.equal(said.status, 0);
});

test("input that is not asked for does not keep the command", async () => {
  const { ended } = start(folderWith(), ["exec", "exit", "0"]);
  assert.equal((await ended).status, 0);
});

test("Ctrl-C while a program waits for input", async () => {
  const { child, ended } = start(folderWith(), ["exec", "cat"]);
  child.stdin?.write("x\n");
  const answered = new Promise((resolve) => child.stdout?.once("data", resolve));
  await Promise.race([answered, ended]);
  child.kill("SIGINT");
  assert.equal((await ended).status, 130);
});

test("125 for the command, 126 and 127 for the program", async () => {
  assert.equal(await status(["--kernel", "5.10", "exit", "0"]), 125);
  assert.equal(await status(["-t", "exit", "0"]), 125);
  assert.equal(await status(["--uid", "me", "exit", "0"]), 125);
  assert.equal(await status(["--env", "novalue", "exit", "0"]), 125);
  assert.equal(await status(["--dir", "/nowhere", "exit", "0"]), 125);
  assert.equal(await status(["--nothing", "exit", "0"]), 125);
  assert.equal(await status(["--stall", "soon", "exit", "0"]), 125);
  assert.equal(await status([]), 125);
  assert.equal(await status(["throw"]), 125);
  assert.equal(await status(["/tmp"]), 126);
  assert.equal(await status([process.execPath]), 126);
  assert.equal(await status(["./nothing"]), 127);
  const said = await dce(folderWith(), ["exec", "iperf"]);
  assert.equal(said.status, 127);
  const where = "Near: iperf3. All: dce build --list";
  assert.equal(said.stderr, `Cannot run 'iperf': no program of that name. ${where}\n`);
});
