// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Job, runJobs } from "./scheduler.ts";

interface Trace {
  readonly events: string[];
  busyMax: number;
}

function jobs(trace: Trace, table: Record<string, [number, string[]]>): Job[] {
  let busy = 0;
  return Object.entries(table).map(([name, [seconds, needs]]) => ({
    name,
    needs,
    seconds,
    occupies: true,
    async run() {
      trace.events.push(`+${name}`);
      trace.busyMax = Math.max(trace.busyMax, ++busy);
      await delay(seconds);
      busy--;
      trace.events.push(`-${name}`);
    },
  }));
}

/** Runs a job that ends after `others` have ended. */
async function runLast(job: Job, trace: Trace, others: number): Promise<void> {
  const running = job.run(() => {});
  while (trace.events.filter((event) => event.startsWith("-")).length < others) await delay(1);
  await running;
}

function newTrace(): Trace {
  return { events: [], busyMax: 0 };
}

test("the longest chain starts first and two places are never exceeded", async () => {
  const trace = newTrace();
  const table: Record<string, [number, string[]]> = {
    small: [5, []],
    tiny: [4, []],
    kernel: [30, []],
    libc: [10, []],
    tool: [10, ["libc"]],
  };
  const all = jobs(trace, table).map((job) =>
    // However long the others really take, the kernel takes longer.
    job.name === "kernel" ? { ...job, run: () => runLast(job, trace, 4) } : job,
  );
  await runJobs(all, 2);
  assert.deepEqual(trace.events.slice(0, 2), ["+kernel", "+libc"]);
  assert.equal(trace.busyMax, 2);
  assert.deepEqual(trace.events.filter((event) => event.startsWith("+")).slice(2, 3), ["+tool"]);
  assert.ok(trace.events.indexOf("-libc") < trace.events.indexOf("+tool"));
});

test("a part that is done early starts what needs only the part", async () => {
  const events: string[] = [];
  const whole: Job = {
    name: "kernel",
    needs: [],
    seconds: 2,
    occupies: true,
    async run(partDone) {
      await delay(5);
      partDone("headers");
      await delay(30);
      events.push("kernel");
    },
  };
  const user: Job = {
    name: "libc",
    needs: ["kernel/headers"],
    seconds: 1,
    occupies: true,
    async run() {
      events.push("libc");
    },
  };
  await runJobs([user, whole], 2);
  assert.deepEqual(events, ["libc", "kernel"]);
});

test("after a failure nothing starts and what runs is let end", async () => {
  const trace = newTrace();
  const table: Record<string, [number, string[]]> = { slow: [30, []], later: [1, ["slow"]] };
  const failing: Job = {
    name: "bad",
    needs: [],
    seconds: 100,
    occupies: true,
    run: () => Promise.reject(new Error("no")),
  };
  await assert.rejects(runJobs([...jobs(trace, table), failing], 2), /^Error: no$/);
  assert.deepEqual(trace.events, ["+slow", "-slow"]);
});

test("a circle and an unknown need are refused before anything starts", async () => {
  const trace = newTrace();
  const circle = jobs(trace, { a: [1, ["b"]], b: [1, ["a"]] });
  await assert.rejects(runJobs(circle, 2), /it needs itself/);
  await assert.rejects(runJobs(jobs(trace, { a: [1, ["z"]] }), 2), /there is no 'z'/);
  assert.deepEqual(trace.events, []);
});
