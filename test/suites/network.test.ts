// SPDX-License-Identifier: MIT
/** Topologies, addresses and routes, as the hosts' own programs see them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { run, scenario } from "../../src/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { hasTshark, tsharkFields } from "../tshark.ts";
import { texts } from "./texts.ts";

/** Of each echo reply the TTL that is left, which tells the number of routers. */
function ttls(ping: string): readonly number[] {
  return Array.from(ping.matchAll(/ttl=(\d+)/g), ([, ttl]) => Number(ttl));
}

/** Addresses of the hops that a traceroute shows. */
function hops(traceroute: string): readonly string[] {
  return Array.from(traceroute.matchAll(/^ ?\d+ {2}\S+ \((\S+)\)/gm), ([, hop = ""]) => hop);
}

describe("topologies", () => {
  it("a switch learns where its 8 hosts are", { skip: !hasTshark && "needs tshark" }, async () => {
    const out = temporaryFolder();
    const eight = scenario({
      build(net) {
        const hosts = net.hosts("h", 8);
        net.star(net.switch("s1"), hosts);
        hosts.get(2).capture({ file: "h3.pcapng" });
        const pings = hosts.map((host, i) => host.run(["ping", "-c", 2, hosts.get((i + 5) % 8)]));
        return Object.fromEntries(pings.map((ping, i) => [`h${i + 1}`, ping]));
      },
    });
    for (const ping of Object.values(await texts(run(eight, { out })))) {
      assert.match(ping, /2 packets transmitted, 2 packets received, 0% packet loss/);
    }
    const seen = tsharkFields(join(out, "h3.pcapng"), "icmp", ["ip.src", "ip.dst"]);
    // Its own two echoes and those of h6, each with its reply, and nobody else's.
    assert.equal(seen.length, 8);
    for (const pair of seen) assert.ok(pair.includes("10.0.0.3"), pair.join(" to "));
  });

  it("a lan is one segment", async () => {
    const lan = scenario({
      build(net) {
        const [h1, h2, h3] = net.hosts("h", 3);
        net.lan("s1", [h1, h2, h3], { rate: "100Mbps" });
        const other = net.host("other");
        net.lan("s2", [other, h3]);
        return {
          far: h1.run(["ping", "-c", 1, h3]),
          addresses: h3.run("ip -br -4 address"),
          other: other.run("ip -br -4 address"),
        };
      },
    });
    const { far, addresses, other } = await texts(run(lan));
    assert.deepEqual(ttls(far), [64]);
    assert.match(addresses, /^eth0 .* 10\.0\.0\.3\/24 \neth1 .* 10\.0\.1\.2\/24 $/m);
    assert.match(other, /^eth0 .* 10\.0\.1\.1\/24 $/m);
  });

  it("a chain forwards in both families", async () => {
    const chain = scenario({
      build(net) {
        const hosts = net.routers("h", 5);
        net.chain(hosts, { delay: "1ms" });
        const { first, last } = hosts;
        return {
          four: first.run(["ping", "-4", "-c", 2, last]),
          six: first.run(["ping", "-6", "-c", 2, last]),
          route: first.run(["traceroute", last], { at: "3s" }),
          route6: first.run(["traceroute6", last], { at: "9s" }),
        };
      },
    });
    const { four, six, route, route6 } = await texts(run(chain));
    assert.deepEqual(ttls(four), [61, 61]);
    assert.deepEqual(ttls(six), [61, 61]);
    assert.deepEqual(hops(route), ["10.0.0.2", "10.0.1.2", "10.0.2.2", "10.0.3.2"]);
    const sixes = ["fd00::2", "fd00:0:0:1::2", "fd00:0:0:2::2", "fd00:0:0:3::2"];
    assert.deepEqual(hops(route6), sixes);
  });

  it("a ring goes the shorter way, by delay", async () => {
    const ring = scenario({
      build(net) {
        const routers = net.routers("r", 5);
        net.ring(routers, { delay: "1ms" });
        const [near, far] = net.hosts("h", 2);
        net.link(near, routers.get(0));
        net.link(far, routers.get(3));
        // Beside the ring: fewer hops, but longer.
        net.link(near, routers.get(3), { delay: "1s" });
        return { route: near.run(["traceroute", "10.0.6.1"]), neighbour: near.run("ping -c 1 r2") };
      },
    });
    const { route, neighbour } = await texts(run(ring));
    assert.deepEqual(hops(route), ["10.0.5.2", "10.0.4.1", "10.0.3.1", "10.0.6.1"]);
    assert.deepEqual(ttls(neighbour), [63]);
  });

  it("a star around a router", async () => {
    const star = scenario({
      build(net) {
        const leaves = net.hosts("h", 4);
        net.star(net.router("r1"), leaves);
        const { first, last } = leaves;
        return {
          ping: first.run(["ping", "-c", 1, last]),
          six: first.run(["ping", "-6", "-c", 1, last]),
        };
      },
    });
    const { ping, six } = await texts(run(star));
    assert.deepEqual([ttls(ping), ttls(six)], [[63], [63]]);
  });
});

describe("addresses and routes", () => {
  it("given by hand", async () => {
    const given = scenario({
      build(net) {
        const [h1, h2, h3] = net.hosts("h", 3);
        const wan = h1.interface("wan", {
          address: ["10.9.2.3/16", "10.9.2.4/16", "fd09::3/64"],
          mac: "02:00:00:00:aa:01",
          mtu: 1400,
        });
        net.link(wan, h2.interface("lan0", { address: ["10.9.0.1/16", "fd09::1/64"] }));
        net.link(h2, h3.interface("bare", { address: "none" }));
        return {
          h1: h1.run("ip address show wan"),
          h3: h3.run("ip -br -4 address"),
          neighbours: h1.run(["ping", "-c", 1, "10.9.0.1"]),
          byName: h1.run(["ping", "-6", "-c", 1, h2]),
          hosts: h2.run("cat /etc/hosts"),
        };
      },
    });
    const { h1, h3, neighbours, byName, hosts } = await texts(run(given));
    assert.match(h1, / mtu 1400 /);
    assert.match(h1, /link\/ether 02:00:00:00:aa:01 /);
    assert.match(h1, /inet 10\.9\.2\.3\/16 [^]*inet 10\.9\.2\.4\/16 [^]*inet6 fd09::3\/64 /);
    assert.deepEqual([ttls(neighbours), ttls(byName)], [[64], [64]]);
    assert.match(hosts, /^10\.9\.2\.3\th1 h1-wan$/m);
    assert.match(hosts, /^fd09::3\th1 h1-wan$/m);
    assert.doesNotMatch(h3, /bare/);
  });

  it("from pools of the scenario's own, one family alone", async () => {
    const pools = scenario({
      build(net) {
        net.addressing({ ipv4: "192.168.0.0/16", ipv6: "none" });
        const [h1, h2, h3] = net.hosts("h", 3);
        net.link(h1, h2);
        net.link(h2, h3);
        return {
          h2: h2.run("ip -br address"),
          hosts: h1.run("cat /etc/hosts"),
          ping: h1.run(["ping", "-c", 1, h2]),
        };
      },
    });
    const { h2, hosts, ping } = await texts(run(pools));
    assert.match(h2, /^eth0 .* 192\.168\.0\.2\/24 /m);
    assert.match(h2, /^eth1 .* 192\.168\.1\.1\/24 /m);
    assert.doesNotMatch(h2, /fd00/);
    assert.match(hosts, /^192\.168\.1\.2\th3 h3-eth0$/m);
    assert.deepEqual(ttls(ping), [64]);
  });

  it("routes by hand, with a metric and a table, where there is no routing", async () => {
    const byHand = scenario({
      build(net) {
        net.routing("none");
        const [h1, h2] = net.hosts("h", 2);
        const [r1, r2] = net.routers("r", 2);
        net.chain([h1, r1, h2]);
        net.chain([h1, r2, h2]);
        h1.route("default", { via: r2 });
        h1.route("10.0.1.0/24", { via: r1, metric: 20 });
        h1.route("10.77.0.0/16", { via: r1, table: 100 });
        h1.route("fd00:0:0:1::/64", { via: r1 });
        h2.route("default", { via: r1 });
        h2.route("fd00::/64", { via: r1 });
        return {
          routes: h1.run("ip route"),
          table: h1.run("ip route show table 100"),
          ping: h1.run("traceroute 10.0.1.2", { at: "1s" }),
          six: h1.run("ping -6 -c 1 fd00:0:0:1::2"),
          default6: h2.run("ip -6 route get fd77::1"),
          nothing: r1.run("ip route get 10.88.0.1", { expect: 2 }),
        };
      },
    });
    const { routes, table, ping, six, default6, nothing } = await texts(run(byHand));
    assert.match(routes, /^default via 10\.0\.2\.2 dev eth1/m);
    assert.match(routes, /^10\.0\.1\.0\/24 via 10\.0\.0\.2 dev eth0 .*metric 20/m);
    assert.match(table, /^10\.77\.0\.0\/16 via 10\.0\.0\.2 dev eth0/m);
    assert.deepEqual(hops(ping), ["10.0.0.2", "10.0.1.2"]);
    assert.deepEqual(ttls(six), [63]);
    assert.match(default6, /^fd77::1 from :: via fd00:0:0:1::1 dev eth0 /);
    assert.match(nothing, /Network unreachable/);
  });

  it("all ways of equal length with multipath", async () => {
    const multipath = scenario({
      build(net) {
        net.routing("shortest-path", { multipath: true });
        const h1 = net.host("h1");
        const [r1, r2, r3] = net.routers("r", 3);
        for (const router of [r1, r2]) net.chain([h1, router, r3]);
        net.link(r3, net.host("far"));
        return { route: h1.run("ip route"), route6: h1.run("ip -6 route") };
      },
    });
    const { route, route6 } = await texts(run(multipath));
    assert.match(
      route,
      /^10\.0\.\d\.0\/24 .*\n\tnexthop via 10\.0\.0\.2 .*\n\tnexthop via 10\.0\.2\.2 /m,
    );
    assert.match(route6, /nexthop via fd00::2 .*\n\tnexthop via fd00:0:0:2::2 /m);
  });
});
