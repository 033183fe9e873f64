// SPDX-License-Identifier: MIT
/** Ctrl-C: a run ends within half a second of the engine's time, with all results up to then. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunJson } from "../../src/cli/run-json.ts";
import { dce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { hasTshark, tsharkFields } from "../tshark.ts";
import { compiled } from "./compiled.ts";

/** A wall time that only a hang exceeds, however busy the machine is. */
const PATIENCE_MS = 20_000;

interface Interrupted {
  readonly status: number | null;
  readonly output: string;
  /** From the signal to the end of the command. */
  readonly wallMs: number;
  readonly run: RunJson;
}

/** Starts a run, sends the signal once this file of the results is so long, waits for the end. */
async function interrupted(
  folder: string,
  build: string,
  file: string,
  bytes: number,
  signal: NodeJS.Signals = "SIGINT",
): Promise<Interrupted> {
  const head = 'import { scenario } from "dce";\nexport default scenario({';
  writeFileSync(join(folder, "long.ts"), `${head} build(net) { ${build} } });\n`);
  const child = spawn(dce, ["run", "long.ts", "--out", "out"], { cwd: folder });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (more: Buffer) => {
      output += more.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const path = join(folder, "out", file);
  const startMs = performance.now();
  while (!existsSync(path) || statSync(path).size < bytes) {
    assert.ok(performance.now() - startMs < PATIENCE_MS, `no ${file}: ${output}`);
    await sleep(20);
  }
  await sleep(200);
  assert.equal(runJson(folder).state, "running");
  const sentMs = performance.now();
  child.kill(signal);
  const status = await ended;
  return { status, output, wallMs: performance.now() - sentMs, run: runJson(folder) };
}

function runJson(folder: string): RunJson {
  return JSON.parse(readFileSync(join(folder, "out/run.json"), "utf8"));
}

const transfer = `
  const [h1, h2] = net.hosts("h", 2);
  net.link(h1, h2, { rate: "100Mbps" }).capture({ file: "link.pcapng", snaplen: "64B" });
  h2.run("iperf3 -s");
  h1.run("ping -c 5 127.0.0.1", { until: "1s" });
  h1.run(["iperf3", "-c", h2, "-t", 3000]);
`;

describe("Ctrl-C", () => {
  for (const [signal, expected] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`ends a busy run with ${expected} and its results (${signal})`, async (t) => {
      const folder = temporaryFolder();
      const ended = await interrupted(folder, transfer, "link.pcapng", 20_000, signal);
      t.diagnostic(`${Math.round(ended.wallMs)} ms from the signal to the end of the command`);
      assert.equal(ended.status, expected, ended.output);
      assert.ok(ended.wallMs < PATIENCE_MS, `${ended.wallMs} ms`);
      const { run } = ended;
      assert.equal(run.state, "stopped");
      assert.ok(run.virtualNs > 0);
      assert.match(ended.output, /^Stopped at .* s; results up to then are kept\.$/m);
      const [server, , client] = run.processes;
      assert.deepEqual([server?.end, client?.end], ["running", "running"]);
      assert.deepEqual(run.failures, []);
      const log = `out/files-h1/var/log/${client?.pid}/cmdline`;
      assert.equal(readFileSync(join(folder, log), "utf8"), "iperf3\0-c\0h2\0-t\x003000\0");
      if (hasTshark) {
        const frames = tsharkFields(join(folder, "out/link.pcapng"), "tcp", ["frame.len"]);
        assert.ok(frames.length > 10, `${frames.length} frames`);
      }
    });
  }

  it("ends a run that a program holds up", async (t) => {
    const folder = temporaryFolder();
    const build = `
      const h1 = net.host("h1", { install: [${JSON.stringify(compiled("faults"))}] });
      h1.run("echo before");
      h1.run("faults compute", { at: "1s" });
    `;
    const ended = await interrupted(folder, build, "files-h1/var/log/12/stderr", 1);
    t.diagnostic(`${Math.round(ended.wallMs)} ms from the signal to the end of the command`);
    assert.equal(ended.status, 130, ended.output);
    const [echo, spin] = ended.run.processes;
    assert.equal(ended.run.state, "stopped");
    assert.deepEqual([echo?.end, echo?.status, spin?.end], ["exited", 0, "running"]);
    const said = readFileSync(join(folder, `out/files-h1/var/log/${echo?.pid}/stdout`), "utf8");
    assert.equal(said, "before\n");
  });
});
