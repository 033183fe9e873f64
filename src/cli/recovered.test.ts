// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Plan, ProgramPlan } from "../scenario/plan/plan.ts";
import { recoverOutcome } from "./recovered.ts";

function program(id: number, line: string): ProgramPlan {
  const argv = line.split(" ");
  return {
    id,
    host: 0,
    name: argv[0] ?? "",
    argv,
    atNs: id * 1e9,
    untilNs: undefined,
    stopSignal: "SIGTERM",
    cwd: "/",
    env: [],
    uid: 0,
    gid: 0,
    stdin: undefined,
    expect: [0],
    daemon: false,
  };
}

const plan: Plan = {
  scenario: "x",
  description: undefined,
  seed: 1,
  parameters: {},
  epochS: 0,
  hosts: [
    {
      name: "h1",
      kernel: "6.12",
      interfaces: [],
      routes: [],
      sysctls: [],
      files: [],
      forwarding: false,
      memoryBytes: 1,
      processMemoryBytes: 1,
      perSyscallNs: 1,
    },
  ],
  switches: [],
  links: [],
  programs: ["sleep 1", "sleep 1", "spin", "abort", "later"].map((line, id) => program(id, line)),
  captures: [],
  untilNs: undefined,
  limits: { quietNs: 1, longestNs: 1 },
  drainNs: 1,
  recipes: [],
};

test("programs are what their files tell", () => {
  const folder = mkdtempSync(join(tmpdir(), "dce-recovered-"));
  const write = (pid: number, line: string, status?: string): void => {
    const log = join(folder, "files-h1/var/log", String(pid));
    mkdirSync(log, { recursive: true });
    const words = line.split(" ").map((word) => `${word}\0`);
    writeFileSync(join(log, "cmdline"), words.join(""));
    if (status !== undefined) writeFileSync(join(log, "status"), status);
  };
  write(9, "sleep 1", "exited 0\n");
  write(10, "sleep 1", "exited 3\n");
  write(11, "spin");
  write(12, "abort", "signaled 6\n");
  const { processes, state } = recoverOutcome(plan, folder, 5e9);
  assert.equal(state, "failed");
  const shown = processes.map(({ pid, end, status, signal }) => [pid, end, status ?? signal]);
  assert.deepEqual(shown, [
    [9, "exited", 0],
    [10, "exited", 3],
    [11, "running", undefined],
    [12, "signaled", "SIGABRT"],
    [undefined, "not started", undefined],
  ]);
});
