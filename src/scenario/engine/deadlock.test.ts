// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { findDeadlock } from "./deadlock.ts";

const h1 = {
  name: "h1",
  tasks: "1 init 63\n12 two words 207\n13 other -1\n",
  syscalls: new Map([[207, "recvfrom"]]),
  programs: [
    { name: "client", pid: 12 },
    { name: "spinner", pid: 14 },
  ],
};
const h2 = { name: "h2", tasks: "", syscalls: new Map<number, string>(), programs: [] };

test("nothing happens any more: since when, and who waits where", () => {
  const failure = findDeadlock([h1, h2], 12_300_000_000, 700e9, false);
  assert.deepEqual([failure.kind, failure.atNs, failure.host], ["deadlock", 700e9, undefined]);
  assert.equal(
    failure.message,
    "Nothing has happened since 12.3 s: h1: two words (pid 12) waits in recvfrom, " +
      "h1: other (pid 13) waits in the kernel, h1: spinner (pid 14) runs. " +
      'To a server that never ends give expect: "running" (or its own end: iperf3 -s -1); ' +
      "to wait longer, give until",
  );
});

test("the longest time is over: a program that does not wait is named too", () => {
  const spinning = { ...h1, tasks: "1 init 63\n12 client 207\n" };
  assert.equal(
    findDeadlock([spinning], 3600e9, 3600e9, true).message,
    "The run has not ended after 3600 s: h1: client (pid 12) waits in recvfrom, " +
      "h1: spinner (pid 14) runs. Give it an end: until",
  );
  assert.equal(
    findDeadlock([h2], 0, 3600e9, true, false).message,
    "The run has not ended after 3600 s",
    "without a scenario there is nobody to give until",
  );
  assert.equal(
    findDeadlock([h2], 0, 3600e9, true).message,
    "The run has not ended after 3600 s. Give it an end: until",
  );
});
