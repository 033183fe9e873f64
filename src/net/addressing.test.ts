// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { formatPrefix, hostsText, planAddresses } from "./addressing.ts";
import { DeclaredTopology } from "./declared-topology.ts";
import { findSegments, type Topology } from "./topology.ts";

function addressesOf(topology: Topology, pools = {}): Record<string, string[]> {
  const plan = planAddresses(topology, pools);
  assert.deepEqual(plan.problems, []);
  return Object.fromEntries(
    topology.interfaces.map(({ host, name }, i) => [
      `${host}:${name}`,
      plan.interfaces[i]!.addresses.map(formatPrefix),
    ]),
  );
}

test("links and switches get subnets in order of making, interfaces numbers in it", () => {
  const topology = new DeclaredTopology()
    .link("h1", "r1")
    .link("h2", "s1")
    .link("r1", "s1")
    .link("h3", "s1");
  assert.deepEqual(addressesOf(topology), {
    "h1:eth0": ["10.0.0.1/24", "fd00::1/64"],
    "r1:eth0": ["10.0.0.2/24", "fd00::2/64"],
    "h2:eth0": ["10.0.1.1/24", "fd00:0:0:1::1/64"],
    "r1:eth1": ["10.0.1.2/24", "fd00:0:0:1::2/64"],
    "h3:eth0": ["10.0.1.3/24", "fd00:0:0:1::3/64"],
  });
  const { interfaces } = planAddresses(topology);
  assert.deepEqual(
    interfaces.map(({ mac, segment }) => [mac, segment]),
    [
      ["02:00:00:00:00:01", 0],
      ["02:00:00:00:00:02", 0],
      ["02:00:00:00:00:03", 1],
      ["02:00:00:00:00:04", 1],
      ["02:00:00:00:00:05", 1],
    ],
  );
});

test("after 10.0.255 comes 10.1.0; a LAN's tenth interface is ::a", () => {
  const many = new DeclaredTopology();
  for (let i = 0; i < 257; i++) many.link(`h${i}`, `r${i}`);
  const addresses = addressesOf(many);
  assert.deepEqual(addresses["r255:eth0"], ["10.0.255.2/24", "fd00:0:0:ff::2/64"]);
  assert.deepEqual(addresses["h256:eth0"], ["10.1.0.1/24", "fd00:0:0:100::1/64"]);
  const lan = new DeclaredTopology();
  for (let i = 1; i <= 10; i++) lan.link(`h${i}`, "s1");
  assert.deepEqual(addressesOf(lan)["h10:eth0"], ["10.0.0.10/24", "fd00::a/64"]);
});

test("explicit addresses and none take a number; an automatic one avoids them", () => {
  const topology = new DeclaredTopology()
    .link("h1", "s1", { a: { address: ["10.0.0.3/24", "10.9.0.1/16"], mac: "02:11:11:11:11:11" } })
    .link("h2", "s1", { a: { address: "none" } })
    .link("h3", "s1")
    .link("h4", "s1", { a: { address: "auto" } });
  assert.deepEqual(addressesOf(topology), {
    "h1:eth0": ["10.0.0.3/24", "10.9.0.1/16"],
    "h2:eth0": [],
    "h3:eth0": ["10.0.0.4/24", "fd00::3/64"],
    "h4:eth0": ["10.0.0.5/24", "fd00::4/64"],
  });
});

function messages(topology: Topology, given: object): string[] {
  return planAddresses(topology, given).problems.map(
    ({ subject, value, message }) => `${subject} "${value}" ${message}`,
  );
}

test("pools", () => {
  const link = new DeclaredTopology().link("h1", "h2").link("h1", "h3");
  const pools = { ipv4: "192.168.4.0/22", ipv6: "none" };
  assert.deepEqual(addressesOf(link, pools)["h3:eth0"], ["192.168.5.2/24"]);
  assert.deepEqual(addressesOf(link, { ipv4: "none", ipv6: "2001:db8::/32" })["h3:eth0"], [
    "2001:db8:0:1::2/64",
  ]);
  assert.deepEqual(messages(link, { ipv4: "10.0.0.0", ipv6: "10.0.0.0/8" }), [
    'addressing: ipv4 "10.0.0.0" is not a pool of IPv4 addresses, ' +
      'such as "10.0.0.0/8", and not "none".',
    'addressing: ipv6 "10.0.0.0/8" is not a pool of IPv6 addresses, ' +
      'such as "fd00::/16", and not "none".',
  ]);
  assert.deepEqual(messages(link, { ipv4: "10.0.0.0/24", ipv6: "none" }), [
    'h1:eth1 "10.0.0.0/24" gets no IPv4 address: its segment is full or the pool used up.',
    'h3:eth0 "10.0.0.0/24" gets no IPv4 address: its segment is full or the pool used up.',
  ]);
  const lan = new DeclaredTopology();
  for (let i = 1; i <= 255; i++) lan.link(`h${i}`, "s1");
  assert.match(
    messages(lan, {}).join("\n"),
    /^h255:eth0 "10.0.0.0\/8" gets no IPv4 address[^\n]*$/,
  );
  const clash = new DeclaredTopology()
    .link("h1", "h2")
    .link("h3", "h4", { a: { address: ["10.0.0.1/24", "10.0.0"] } });
  assert.deepEqual(messages(clash, {}), [
    'h3:eth0 "10.0.0" is not an address with its prefix length, such as "10.0.0.1/24".',
    'h3:eth0 "10.0.0.1" is the address of h1:eth0 already.',
  ]);
});

test("what is added at the end changes no address, unless it joins segments", () => {
  const node = fc.constantFrom("h1", "h2", "r1", "s1", "s2", "s3");
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 15 }), (pairs) => {
      const before = new DeclaredTopology();
      let known: readonly unknown[] = [];
      for (const [a, b] of pairs) {
        const segments = findSegments(before).segments.length;
        before.link(a, b);
        const plan = planAddresses(before);
        const { interfaces } = plan;
        const hasJoined = findSegments(before).segments.length < segments;
        if (!hasJoined) assert.deepEqual(interfaces.slice(0, known.length), known);
        known = interfaces;
        const duplicates = plan.problems.filter(({ message }) => /already/.test(message));
        assert.deepEqual(duplicates, []);
      }
    }),
  );
});

test("/etc/hosts names hosts by their first address and each further interface", () => {
  const topology = new DeclaredTopology()
    .link("h1", "r1")
    .link("r1", "h2", { b: { address: "none" } });
  assert.equal(
    hostsText(topology, planAddresses(topology)),
    [
      "127.0.0.1\tlocalhost",
      "::1\tlocalhost ip6-localhost ip6-loopback",
      "10.0.0.1\th1 h1-eth0",
      "10.0.0.2\tr1 r1-eth0",
      "10.0.1.1\tr1-eth1",
      "fd00::1\th1 h1-eth0",
      "fd00::2\tr1 r1-eth0",
      "fd00:0:0:1::1\tr1-eth1",
      "",
    ].join("\n"),
  );
});
