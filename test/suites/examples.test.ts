// SPDX-License-Identifier: MIT
/**
 * Every example as a user runs it, in a process of its own and once more with `--verify`: the
 * table, run.json, the files of its programs, and equal bytes.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import type { RunJson } from "../../src/cli/run-json.ts";
import type { RunResult } from "../../src/index.ts";
import { runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const examples = join(import.meta.dirname, "../../examples");
const SHA256 = /^[0-9a-f]{64}$/;

/** run.json with what the command itself does not read. */
type Written = RunJson &
  Pick<RunResult, "kernels" | "frames" | "links"> & {
    readonly images: Readonly<Record<string, string>>;
  };
type Measures = Readonly<Record<string, number>>;

/** What is special of each; `measures` throws when a number is wrong. */
interface Expected {
  readonly hosts: number;
  readonly links: number;
  /** Words of a row of the table: host, program, status, note. */
  readonly row: RegExp;
  readonly set?: readonly string[];
  measures(measured: Measures): void;
}

function near(measured: number | undefined, expected: number, share: number): void {
  const error = Math.abs((measured ?? Number.NaN) / expected - 1);
  assert.ok(error < share, `${measured}, expected ${expected}`);
}

const expectations: Readonly<Record<string, Expected>> = {
  iperf3: {
    hosts: 2,
    links: 1,
    row: /^ {2}h1 +\d+ +iperf3 -c h2 -t 10 +0\.600 s +10\.\d\d s +0 +4\.\d+ Mbit\/s received/m,
    measures({ tcpMbps, udpMbps, udpLost }) {
      near(tcpMbps, (5 * 1448) / 1538, 0.01);
      near(udpMbps, 2.5, 0.01);
      assert.equal(udpLost, 0);
    },
  },
  ping: {
    hosts: 2,
    links: 1,
    row: /^ {2}h1 +\d+ +ping -6 -c 3 h2 +5\.000 s +7\.020 s +0 +3 of 3 answered, 26\.\d+ ms/m,
    measures({ ipv4Replies, ipv6Replies }) {
      assert.deepEqual([ipv4Replies, ipv6Replies], [3, 3]);
    },
  },
  chain: {
    hosts: 3,
    links: 2,
    set: ["n=3", "seconds=1"],
    row: /^ {2}h1 +\d+ +iperf3 -c h3 -t 1 -u .* 0 +9\.\d+ Mbit\/s received, 0 of \d+ datagrams/m,
    measures({ udpMbps, udpLost, tcpMbps }) {
      near(udpMbps, 10, 0.06);
      near(tcpMbps, (100 * 1448) / 1538, 0.06);
      assert.equal(udpLost, 0);
    },
  },
  switch: {
    hosts: 8,
    links: 8,
    row: /^ {2}h8 +\d+ +ping -c 2 h1 +0\.000 s +1\.00\d s +0 +2 of 2 answered/m,
    measures({ dropsFrames, receiverFrames = 0 }) {
      assert.equal(dropsFrames, 0);
      assert.ok(receiverFrames > 400);
    },
  },
};

function checkRunJson(run: Written, name: string, expected: Expected): void {
  assert.equal(run.state, "finished");
  assert.deepEqual([run.scenario, run.seed, run.failures, run.crashes], [name, 1, [], []]);
  assert.equal(run.hosts.length, expected.hosts);
  assert.equal(Object.keys(run.kernels).length, expected.hosts);
  for (const kernel of Object.values(run.kernels)) assert.match(kernel, /^6\.12\.\d+$/);
  assert.ok(Object.keys(run.images).includes("linux"));
  for (const hash of Object.values(run.images)) assert.match(hash, SHA256);
  assert.equal(run.links.length, expected.links);
  const frames = run.links.reduce((sum, one) => sum + one.forward.frames + one.reverse.frames, 0);
  assert.equal(run.frames.count, frames);
  assert.match(run.frames.hash, SHA256);
  for (const process of run.processes) {
    assert.equal(process.expected, true);
    assert.equal(process.end, "exited");
    assert.ok((process.endNs ?? 0) <= run.virtualNs);
  }
  expected.measures(run.measures as Measures);
}

function checkFiles(folder: string, run: RunJson): void {
  for (const { host, pid, argv, status } of run.processes) {
    const log = join(folder, `files-${host}`, "var/log", String(pid));
    const read = (file: string): string => readFileSync(join(log, file), "utf8");
    assert.equal(read("cmdline"), argv.map((word) => `${word}\0`).join(""));
    assert.equal(read("status").trim(), `exited ${status}`);
    assert.ok(existsSync(join(log, "stdout")) && existsSync(join(log, "stderr")));
  }
  const timing = JSON.parse(readFileSync(join(folder, "timing.json"), "utf8"));
  assert.equal(typeof timing.wallS, "number");
}

describe("examples", () => {
  it("are all here", () => {
    const files = readdirSync(examples).filter((file) => file.endsWith(".ts"));
    assert.deepEqual(
      files.map((file) => basename(file, ".ts")).sort(),
      Object.keys(expectations).sort(),
    );
  });

  for (const [name, expected] of Object.entries(expectations)) {
    it(`${name} runs, and again to the byte`, () => {
      const folder = join(temporaryFolder(), "results");
      const set = (expected.set ?? []).flatMap((word) => ["--set", word]);
      const file = join(examples, `${name}.ts`);
      const ended = runDce(["run", file, "--out", folder, "--verify", ...set]);
      assert.equal(ended.status, 0, `${ended.stdout}${ended.stderr}`);
      assert.match(ended.stdout, /^ {2}host +pid +program +from +to +status *$/m);
      assert.match(ended.stdout, expected.row);
      assert.match(ended.stdout, /^The same bytes again: .* --seed 1/m);
      assert.match(ended.stdout, /^Verified: \d+ files are equal in a second process/m);
      const run: Written = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
      checkRunJson(run, name, expected);
      checkFiles(folder, run);
    });
  }
});
