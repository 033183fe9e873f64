// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPrefix, planAddresses } from "./addressing.ts";
import { DeclaredTopology } from "./declared-topology.ts";
import { findNeighbours, findSegments } from "./topology.ts";

test("joining two switches keeps the first one's subnet and leaves a gap", () => {
  const topology = new DeclaredTopology()
    .link("h1", "s1")
    .link("h2", "s2")
    .link("h3", "h4")
    .link("s2", "s1");
  const { interfaces: plans } = planAddresses(topology);
  const first = plans.map(({ addresses }) => formatPrefix(addresses[0]!));
  assert.deepEqual(first, ["10.0.0.1/24", "10.0.0.2/24", "10.0.2.1/24", "10.0.2.2/24"]);
  const { segments, problems } = findSegments(topology);
  assert.deepEqual(
    segments.map(({ number, interfaces, links }) => [number, interfaces, links]),
    [
      [0, [0, 1], [0, 1, 3]],
      [2, [2, 3], [2]],
    ],
  );
  assert.deepEqual(problems, []);
});

test("a loop of switches is named", () => {
  const loop = new DeclaredTopology()
    .link("s1", "s2")
    .link("s2", "s3")
    .link("s3", "s1")
    .link("h1", "s1");
  assert.deepEqual(planAddresses(loop).problems, [
    {
      subject: "link s3-s1",
      message: "closes a loop of switches, in which a broadcast would run for ever.",
    },
  ]);
});

test("neighbours are reached through switches, with the delays of each way", () => {
  const topology = new DeclaredTopology()
    .link("h1", "s1", { delayNs: [1, 2] })
    .link("s1", "s2", { delayNs: [10, 20] })
    .link("h2", "s2", { delayNs: [100, 200] })
    .link("h3", "h4", { delayNs: [5, 6] });
  assert.deepEqual(findNeighbours(topology, findSegments(topology)), [
    [{ interface: 1, toNs: 211, fromNs: 122 }],
    [{ interface: 0, toNs: 122, fromNs: 211 }],
    [{ interface: 3, toNs: 5, fromNs: 6 }],
    [{ interface: 2, toNs: 6, fromNs: 5 }],
  ]);
});
