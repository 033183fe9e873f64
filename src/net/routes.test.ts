// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { planAddresses } from "./addressing.ts";
import { DeclaredTopology } from "./declared-topology.ts";
import { contains, formatAddress, parseAddress, parsePrefix } from "./ip-address.ts";
import { planRoutes, type RoutePlan, type RoutingOptions } from "./routes.ts";
import type { Topology } from "./topology.ts";

/** Hosts with r forward. */
function plan(topology: Topology, options: Partial<RoutingOptions> = {}): RoutePlan {
  const names = topology.interfaces.map(({ host }) => host);
  const forwarding = new Set(names.filter((name) => name.startsWith("r")));
  return planRoutes(topology, planAddresses(topology), { forwarding, ...options });
}

/** "10.0.1.0/24 via 10.0.0.2 dev eth0" and so on, of one host. */
function routesOf({ routes }: RoutePlan, host: string): string[] {
  return (routes.get(host) ?? []).map(
    ({ destination, hops }) =>
      `${destination} ${hops.map(({ via, dev }) => `via ${via} dev ${dev}`).join(" ")}`,
  );
}

test("in a chain routers know each subnet, hosts at the ends a default route", () => {
  const chain = new DeclaredTopology().link("h1", "r1").link("r1", "r2").link("r2", "h2");
  const routes = plan(chain);
  assert.deepEqual(routesOf(routes, "h1"), [
    "default via 10.0.0.2 dev eth0",
    "default via fd00::2 dev eth0",
  ]);
  assert.deepEqual(routesOf(routes, "r1"), [
    "10.0.2.0/24 via 10.0.1.2 dev eth1",
    "fd00:0:0:2::/64 via fd00:0:0:1::2 dev eth1",
  ]);
  assert.deepEqual(routesOf(routes, "h2"), [
    "default via 10.0.2.1 dev eth0",
    "default via fd00:0:0:2::1 dev eth0",
  ]);
  assert.deepEqual(routes.unreachable, []);
  const own = plan(chain, { ownDefault: new Set(["h1"]) });
  assert.deepEqual(routesOf(own, "h1").slice(0, 2), [
    "10.0.1.0/24 via 10.0.0.2 dev eth0",
    "10.0.2.0/24 via 10.0.0.2 dev eth0",
  ]);
});

test("two hosts on one link need no routes", () => {
  const { routes, unreachable } = plan(new DeclaredTopology().link("h1", "h2"));
  assert.deepEqual([...routes.values()], [[], []]);
  assert.deepEqual(unreachable, []);
});

/** h1 - r1, then r1 - r2 - r4 and r1 - r3 - r4, then r4 - h2. */
function diamond(upperNs: number, lowerNs: number): DeclaredTopology {
  return new DeclaredTopology()
    .link("h1", "r1")
    .link("r1", "r3", { delayNs: [lowerNs, lowerNs] })
    .link("r3", "r4")
    .link("r1", "r2", { delayNs: [upperNs, upperNs] })
    .link("r2", "r4")
    .link("r4", "h2");
}

/** What r1 knows of h2's subnet. */
function toLast(routes: RoutePlan): string | undefined {
  return routesOf(routes, "r1").find((route) => route.startsWith("10.0.5.0/24"));
}

test("least delay wins, then the name, or all with multipath", () => {
  assert.equal(toLast(plan(diamond(2000, 1000))), "10.0.5.0/24 via 10.0.1.2 dev eth1");
  assert.equal(toLast(plan(diamond(1000, 2000))), "10.0.5.0/24 via 10.0.3.2 dev eth2");
  assert.equal(toLast(plan(diamond(1000, 1000))), "10.0.5.0/24 via 10.0.3.2 dev eth2");
  assert.equal(
    toLast(plan(diamond(1000, 1000), { multipath: true })),
    "10.0.5.0/24 via 10.0.3.2 dev eth2 via 10.0.1.2 dev eth1",
  );
  assert.equal(
    toLast(plan(diamond(1000, 2000), { multipath: true })),
    "10.0.5.0/24 via 10.0.3.2 dev eth2",
  );
});

test("the delay of the way there counts, not that of the way back", () => {
  const topology = new DeclaredTopology()
    .link("h1", "r1", { delayNs: [10_000, 10] })
    .link("h1", "r2", { delayNs: [10, 10_000] })
    .link("r1", "s1")
    .link("r2", "s1")
    .link("h2", "s1");
  const routes = plan(topology);
  assert.equal(routesOf(routes, "h1")[0], "default via 10.0.1.2 dev eth1");
  assert.equal(routesOf(routes, "h2")[0], "10.0.0.0/24 via 10.0.2.1 dev eth0");
});

test("the last link counts: the router that is near the hosts is taken", () => {
  const topology = new DeclaredTopology()
    .link("h1", "s1")
    .link("r1", "s1")
    .link("r2", "s1")
    .link("r1", "s2", { delayNs: [9000, 9000] })
    .link("r2", "s2")
    .link("h2", "s2");
  assert.equal(routesOf(plan(topology), "h1")[0], "default via 10.0.0.3 dev eth0");
});

test("a host that does not forward is no way, and is named", () => {
  const chain = new DeclaredTopology().link("h1", "m").link("m", "h2").link("x", "y");
  const { unreachable } = plan(chain);
  assert.deepEqual(unreachable, [{ from: "h1", to: "h2", between: ["m"] }]);
  const around = new DeclaredTopology()
    .link("h1", "m")
    .link("m", "h2")
    .link("h1", "r1", { delayNs: [9e6, 9e6] })
    .link("r1", "h2", { delayNs: [9e6, 9e6] });
  const routes = plan(around);
  assert.deepEqual(routes.unreachable, [{ from: "m", to: "r1", between: ["h1"] }]);
  assert.equal(routesOf(routes, "h1")[0], "default via 10.0.2.2 dev eth1");
});

test("a family that an interface lacks has no routes over it", () => {
  const topology = new DeclaredTopology()
    .link("h1", "r1", { a: { address: ["10.7.0.1/24"] }, b: { address: ["10.7.0.2/24"] } })
    .link("r1", "h2");
  assert.deepEqual(routesOf(plan(topology), "h1"), ["default via 10.7.0.2 dev eth0"]);
  assert.deepEqual(routesOf(plan(topology), "h2"), ["default via 10.0.1.1 dev eth0"]);
  const apart = new DeclaredTopology()
    .link("h1", "r1", { a: { address: ["10.7.0.1/24"] }, b: { address: ["10.8.0.2/24"] } })
    .link("r1", "h2");
  assert.deepEqual(plan(apart).unreachable, [
    { from: "h1", to: "r1", between: [] },
    { from: "h1", to: "h2", between: [] },
  ]);
  const dhcp = new DeclaredTopology().link("h1", "r1", { a: { address: "none" } }).link("r1", "h2");
  assert.deepEqual(plan(dhcp).unreachable, []);
});

/** Follows the routes of a family from host to host; how it ends. */
function follow(topology: Topology, { routes }: RoutePlan, from: string, to: string): string {
  const { interfaces } = planAddresses(topology);
  const hostOf = (address: string): string => {
    const value = parseAddress(address)!;
    const i = interfaces.findIndex(({ addresses }) =>
      addresses.some((one) => one.family === value.family && one.value === value.value),
    );
    return topology.interfaces[i]!.host;
  };
  const target = parseAddress(to)!;
  const end = hostOf(to);
  let host = from;
  for (let hops = 0; hops < 20; hops++) {
    const isOnLink = interfaces.some(
      ({ addresses }, i) =>
        topology.interfaces[i]!.host === host && addresses.some((one) => contains(one, target)),
    );
    if (isOnLink) return end;
    const route = routes.get(host)?.find(({ family, destination }) => {
      if (family !== target.family) return false;
      return destination === "default" || contains(parsePrefix(destination)!, target);
    });
    if (route === undefined) return "no route";
    host = hostOf(route.hops.at(-1)!.via);
    if (host !== end && !host.startsWith("r")) return `${host} does not forward`;
  }
  return "circle";
}

/** All that is joined to a node. */
function islandOf(
  pairs: readonly (readonly [string, string, number])[],
  node: string,
): Set<string> {
  const island = new Set([node]);
  for (const _ of pairs) {
    for (const [a, b] of pairs) {
      if (island.has(a)) island.add(b);
      if (island.has(b)) island.add(a);
    }
  }
  return island;
}

test("routes lead everywhere without circles, even without delay", () => {
  const node = fc.constantFrom("h1", "h2", "m1", "r1", "r2", "r3", "r4", "s1", "s2");
  const pair = fc.tuple(node, node, fc.constantFrom(0, 0, 1, 1000)).filter(([a, b]) => a !== b);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 14 }), fc.boolean(), (pairs, multipath) => {
      const topology = new DeclaredTopology();
      for (const [a, b, delayNs] of pairs) topology.link(a, b, { delayNs: [delayNs, delayNs] });
      const routes = plan(topology, { multipath });
      const { interfaces } = planAddresses(topology);
      const hosts = [...new Set(topology.interfaces.map(({ host }) => host))];
      const missing = new Set(routes.unreachable.map(({ from, to }) => `${from} ${to}`));
      for (const from of hosts) {
        for (const to of hosts) {
          if (from === to) continue;
          const ends = interfaces
            .filter((_, i) => topology.interfaces[i]!.host === to)
            .flatMap(({ addresses }) => addresses)
            .map((address) => follow(topology, routes, from, formatAddress(address)));
          for (const end of ends) assert.ok(end === to || end === "no route", end);
          const isMissing = missing.has(`${from} ${to}`) || missing.has(`${to} ${from}`);
          const isReached = ends.includes(to);
          assert.equal(isReached, !isMissing && islandOf(pairs, from).has(to), `${from} ${to}`);
        }
      }
    }),
    { numRuns: 300 },
  );
});
