// SPDX-License-Identifier: MIT
/** What counts as expected, and the sentences about what does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProgramOptions } from "../api/program.ts";
import { scenario } from "../api/scenario.ts";
import type { Duration } from "../api/values.ts";
import { fakeEnvironment } from "../fake-environment.ts";
import { fakeOutcome, fakeProcess } from "../fake-run.ts";
import { loadScenario, resolveScenario } from "../loading.ts";
import type { Plan } from "../plan/plan.ts";
import { isExpected, judge } from "./expectation.ts";
import type { Outcome, ProcessOutcome } from "./outcome.ts";

type Expect = NonNullable<ProgramOptions["expect"]>;

function planWith(options: ProgramOptions, until?: Duration): Plan {
  const made = scenario({
    until,
    build(net) {
      const h1 = net.host("h1");
      h1.run("true");
      h1.run("nc -l", { name: "server", ...options });
    },
  });
  const loaded = loadScenario({ default: made }, "exp.ts");
  return resolveScenario(loaded, {}, fakeEnvironment).plan;
}

function expected(
  expect: Expect | undefined,
  end: Partial<ProcessOutcome>,
  until?: Duration,
): boolean {
  const plan = planWith(expect === undefined ? {} : { expect }, until);
  const program = plan.programs[1];
  assert.ok(program !== undefined);
  return isExpected(program, fakeProcess(1, 0, end), plan);
}

const running = { end: "running", endNs: undefined, status: undefined } as const;
const killed = { end: "signaled", signal: "SIGSEGV", status: undefined } as const;

test("by default 0, or still running at the end that `until` sets", () => {
  assert.ok(expected(undefined, {}));
  assert.ok(!expected(undefined, { status: 1 }));
  assert.ok(!expected(undefined, killed));
  assert.ok(expected(undefined, running, "5s"));
  assert.ok(!expected(undefined, running), "without `until` only a daemon may run on");
});

test("a daemon runs on, and its end is a failure", () => {
  assert.ok(expected("running", running));
  assert.ok(expected({ status: "running" }, running));
  assert.ok(!expected("running", {}));
  assert.ok(!expected("running", killed, "5s"));
});

test("statuses, signals and lists of them", () => {
  assert.ok(expected(3, { status: 3 }));
  assert.ok(!expected(3, {}));
  assert.ok(expected("SIGSEGV", killed));
  assert.ok(!expected("SIGTERM", killed));
  assert.ok(expected([0, "SIGSEGV"], killed));
  assert.ok(expected("any", killed));
  assert.ok(expected("any", { status: 9 }));
  assert.ok(!expected("any", { ...running, end: "lost" }));
  assert.ok(!expected("any", { ...running, end: "not started" }));
});

test("an end that the program's own `until` caused is expected, an earlier one is judged", () => {
  const plan = planWith({ until: "3s" });
  const program = plan.programs[1];
  assert.ok(program !== undefined);
  const end = { end: "signaled", signal: "SIGTERM", status: undefined } as const;
  assert.ok(isExpected(program, fakeProcess(1, 0, { ...end, endNs: 3e9 }), plan));
  assert.ok(!isExpected(program, fakeProcess(1, 0, { ...end, endNs: 2.9e9 }), plan));
});

function failures(end: Partial<ProcessOutcome>, differs: Partial<Outcome> = {}): readonly string[] {
  const plan = planWith({}, "5s");
  const processes = [
    fakeProcess(0, 0),
    fakeProcess(1, 0, { pid: 14, endNs: 3_000_412_000, ...end }),
  ];
  return judge(plan, fakeOutcome(plan, { processes, ...differs })).map(({ message }) => message);
}

test("failures say who, how, when, where and what was expected", () => {
  assert.deepEqual(failures({}), []);
  assert.deepEqual(failures({ status: 1 }), [
    "h1: server (pid 14) ended with status 1 at 3.000412 s, expected 0 or still running",
  ]);
  assert.deepEqual(failures({ ...killed, functions: ["handle_request", "serve", "main"] }), [
    "h1: server (pid 14) ended by SIGSEGV at 3.000412 s in handle_request ← serve ← main, " +
      "expected 0 or still running",
  ]);
  assert.deepEqual(failures({ ...running, end: "not started", pid: undefined }), [
    "h1: server never started, expected 0 or still running",
  ]);
});

test("a panic, and what the engine found, in the order of their times", () => {
  const spin = { kind: "spin", atNs: 4e9, host: "h1", message: "spins" } as const;
  const panics = [
    { host: "h1", atNs: 2e9, text: "a\nKernel panic - not syncing: out of memory\n" },
  ];
  const said = failures(
    { end: "lost", endNs: 2e9, status: undefined },
    { panics, failures: [spin] },
  );
  assert.deepEqual(said, [
    "h1: the kernel panicked at 2 s: out of memory",
    "h1: server (pid 14) was lost with its host at 2 s, expected 0 or still running",
    "spins",
  ]);
});

test("where no end is set, no program is expected to still run", () => {
  const plan = planWith({});
  const processes = [fakeProcess(0, 0), fakeProcess(1, 0, { pid: 14, endNs: 1e9, status: 1 })];
  const said = judge(plan, fakeOutcome(plan, { processes })).map(({ message }) => message);
  assert.deepEqual(said, ["h1: server (pid 14) ended with status 1 at 1 s, expected 0"]);
});

test("a host without memory: which option gives it more", () => {
  const text = "Kernel panic - not syncing: the memory of this host is exhausted";
  assert.deepEqual(failures({}, { panics: [{ host: "h1", atNs: 2e9, text }] }), [
    "h1: the kernel panicked at 2 s: the memory of this host is exhausted. " +
      "Give it more than 64MiB: memory",
  ]);
});

test("a kernel that ended without a panic of its own", () => {
  const said = (text: string) => failures({}, { panics: [{ host: "h1", atNs: 2e9, text }] });
  assert.deepEqual(said("Run /sbin/init\nthe kernel halted"), ["h1: the kernel halted at 2 s"]);
  assert.deepEqual(said("trap in the kernel: unreachable in schedule"), [
    "h1: the kernel panicked at 2 s: trap in the kernel: unreachable in schedule",
  ]);
});

test("a run that was given up blames no program for still running", () => {
  assert.deepEqual(failures({ ...running }, { state: "failed" }), []);
  assert.deepEqual(failures({ end: "not started" }, { state: "stopped" }), []);
  assert.equal(failures({ status: 1 }, { state: "stopped" }).length, 1);
});
