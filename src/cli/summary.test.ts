// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import picocolors from "picocolors";
import type { RunJson, RunJsonProcess } from "./run-json.ts";
import { failureLines, summary } from "./summary.ts";

const plain = picocolors.createColors(false);

function program(
  host: string,
  pid: number,
  line: string,
  end: Partial<RunJsonProcess>,
): RunJsonProcess {
  const argv = line.split(" ");
  const times = { startNs: 500e6, endNs: 10.74e9 };
  const ended = { end: "exited", status: 0, expected: true } as const;
  return { host, name: argv[0] ?? "", pid, argv, ...times, ...ended, ...end };
}

const run: RunJson = {
  state: "finished",
  scenario: "iperf3",
  seed: 1,
  virtualNs: 10.74e9,
  hosts: [{ name: "h1" }, { name: "h2" }],
  processes: [
    program("h2", 12, "iperf3 -s -1", {}),
    program("h1", 12, "iperf3 -c h2 -t 10", { startNs: 600e6 }),
    program("h2", 14, "server --port 80", {
      startNs: 0,
      endNs: 3_000_412_000,
      end: "signaled",
      status: undefined,
      signal: "SIGSEGV",
      expected: false,
    }),
  ],
  crashes: [],
  failures: [
    {
      kind: "status",
      atNs: 3_000_412_000,
      host: "h2",
      message: "h2: server (pid 14) ended by SIGSEGV at 3.000412 s, expected 0",
    },
  ],
  measures: { wireMbps: 4.9 },
};

function results(): string {
  const folder = mkdtempSync(join(tmpdir(), "dce-summary-"));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("run.json", "{}");
  write("h1-eth0.pcapng", "");
  write("files-h2/var/log/14/stderr", "one\ntwo\nthree\nfour\nfive\nassertion failed: x > 0\n");
  write(
    "files-h1/var/log/12/stdout",
    "[  5]   0.00-10.00  sec  5.60 MBytes  4.70 Mbits/sec    0            sender\n" +
      "[  5]   0.00-10.04  sec  5.55 MBytes  4.64 Mbits/sec                  receiver\n",
  );
  return folder;
}

test("the table, the failing program and what repeats the run", () => {
  const folder = results();
  const text = summary(run, {
    colours: plain,
    folder,
    shownFolder: "results/iperf3",
    repeat: "./dce run examples/iperf3.ts --seed 1",
  });
  assert.equal(
    text,
    `\
  host  pid  program             from     to       status
  h2    12   iperf3 -s -1        0.500 s  10.74 s  0
  h1    12   iperf3 -c h2 -t 10  0.600 s  10.74 s  0        4.64 Mbit/s received, 0 retransmissions
  h2    14   server --port 80    0.000 s  3.000 s  SIGSEGV
h2: server (pid 14) ended by SIGSEGV at 3.000412 s, expected 0
     | two
     | three
     | four
     | five
     | assertion failed: x > 0
     stderr: results/iperf3/files-h2/var/log/14/stderr
  wireMbps 4.9
results/iperf3   run.json · files-h1/ files-h2/ (logs) · h1-eth0.pcapng
The same bytes again: ./dce run examples/iperf3.ts --seed 1`,
  );
});

test("a status that fails is red, on a terminal only", () => {
  const about = { folder: results(), shownFolder: "r", repeat: "again" };
  const red = picocolors.createColors(true);
  assert.match(summary(run, { ...about, colours: red }), /\u001b\[31mSIGSEGV\u001b\[39m/);
  assert.doesNotMatch(summary(run, { ...about, colours: plain }), /\u001b/);
});

test("of many programs those that failed are shown", () => {
  const many = Array.from({ length: 100 }, (_, i) => program("h1", i + 2, "true", {}));
  const about = { folder: "/nowhere", shownFolder: "r", repeat: "again", colours: plain };
  const bad = program("h1", 200, "false", { status: 1, expected: false });
  const text = summary({ ...run, failures: [], processes: [...many, bad] }, about);
  assert.match(text, /\n {2}h1 +200 +false/);
  assert.match(text, /and 41 more that ended as expected/);
});

test("a crash names the functions, innermost first", () => {
  const message = "h2: server (pid 14) ended by SIGSEGV at 3.000412 s";
  const crash = {
    host: "h2",
    pid: 14,
    argv: ["server"],
    atNs: 3_000_412_000,
    signal: "SIGSEGV",
    functions: ["handle_request", "serve", "main"],
  };
  const failure = { kind: "status", atNs: crash.atNs, host: "h2", message };
  const about = { folder: "/nowhere", shownFolder: "r", repeat: "", colours: plain };
  assert.equal(
    failureLines({ ...run, processes: [], crashes: [crash], failures: [failure] }, about),
    `${message}: in handle_request ← serve ← main`,
  );
});

test("a panic shows the kernel's last lines", () => {
  const message = "r1: the kernel panicked at 2 s: Kernel panic - not syncing: exhausted";
  const panic = "Out of memory\nKernel panic - not syncing: exhausted\n";
  const about = { folder: "/nowhere", shownFolder: "r", repeat: "", colours: plain };
  const failures = [{ kind: "panic", atNs: 2e9, host: "r1", message }];
  const hosts = [{ name: "r1", panic }];
  assert.equal(
    failureLines({ ...run, hosts, processes: [], failures }, about),
    `${message}\n     | Out of memory\n     | Kernel panic - not syncing: exhausted`,
  );
});

test("a run that was stopped says when", () => {
  const about = { folder: "/nowhere", shownFolder: "r", repeat: "again", colours: plain };
  const stoppedAt = (virtualNs: number): string =>
    summary({ ...run, state: "stopped", virtualNs, failures: [] }, about);
  assert.match(stoppedAt(1e9), /\nStopped at 1\.000 s; results up to then are kept\.\n/);
  assert.match(stoppedAt(-2e9), /\nStopped before the start\.\n/);
});
