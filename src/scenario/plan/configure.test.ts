// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Network } from "../api/network.ts";
import { scenario } from "../api/scenario.ts";
import { fakeEnvironment } from "../fake-environment.ts";
import { loadScenario, resolveScenario } from "../loading.ts";
import { configureLines } from "./configure.ts";

/** What init of the first host is told, without what every host is. */
function told(build: (net: Network) => void): readonly string[] {
  const loaded = loadScenario({ default: scenario({ build }) }, "exp.ts");
  const { plan } = resolveScenario(loaded, {}, fakeEnvironment);
  return configureLines(plan, 0).filter((line) => !/lo up|accept_dad|solicitations/.test(line));
}

test("sysctls before all, queue disciplines before their links are up", () => {
  const lines = told((net) => {
    const a = net.host("a", { sysctl: { "net.ipv4.tcp_rmem": "4096 131072 6291456" } });
    const wan = a.interface("wan", { address: ["192.168.7.1/24", "fd00:7::1/64"], mtu: 1400 });
    net.link(wan, net.host("b"), { qdisc: "fq_codel limit 1000" });
    net.link(
      a.interface("none", { address: "none", qdisc: "tbf rate 1mbit burst 10k latency 5ms" }),
      net.host("c"),
      { qdisc: "fq" },
    );
  });
  assert.deepEqual(lines, [
    "sysctl net.ipv4.tcp_rmem 4096 131072 6291456",
    "mtu wan 1400",
    "run tc qdisc replace dev wan root fq_codel limit 1000",
    "link wan up",
    "address wan 192.168.7.1/24",
    "address wan fd00:7::1/64",
    "run tc qdisc replace dev none root tbf rate 1mbit burst 10k latency 5ms",
    "link none up",
  ]);
});

test("routes: default for both families, over a host, an interface, an address or a device", () => {
  const lines = told((net) => {
    net.routing("none");
    const [a, r] = [net.host("a"), net.router("r")];
    const { from } = net.link(a, r);
    const { to } = net.link(a, r);
    a.route("default", { via: r });
    a.route("10.7.0.0/16", { via: to, metric: 5 });
    a.route("10.8.0.0/16", { via: "10.0.1.2", table: 7 });
    a.route("fd07::/16", { dev: from });
  });
  assert.deepEqual(lines.slice(lines.indexOf("address eth1 fd00:0:0:1::1/64") + 1), [
    "route default via 10.0.0.2 dev eth0",
    "route default6 via fd00::2 dev eth0",
    "route 10.7.0.0/16 via 10.0.1.2 dev eth1 metric 5",
    "route 10.8.0.0/16 via 10.0.1.2 dev eth1 table 7",
    "route fd07::/16 dev eth0",
  ]);
});

test("an interface with a dot in its name", () => {
  const build = (net: Network): void => {
    const a = net.host("a", { sysctl: { "net.ipv4.conf.eth0/5.rp_filter": 2 } });
    net.link(a.interface("eth0.5"), net.host("b"));
  };
  const loaded = loadScenario({ default: scenario({ build }) }, "exp.ts");
  const { plan } = resolveScenario(loaded, {}, fakeEnvironment);
  const lines = configureLines(plan, 0).filter((line) => line.includes("eth0"));
  assert.deepEqual(lines, [
    "sysctl net.ipv6.conf.eth0/5.router_solicitations 0",
    "sysctl net.ipv6.conf.eth0/5.accept_dad 0",
    "sysctl net.ipv4.conf.eth0/5.rp_filter 2",
    "link eth0.5 up",
    "address eth0.5 10.0.0.1/24",
    "address eth0.5 fd00::1/64",
  ]);
});

test("an interface that is too small for IPv6 has no sysctls of it", () => {
  const build = (net: Network): void => {
    net.addressing({ ipv6: "none" });
    const a = net.host("a");
    for (const [i, mtu] of [1279, 1280].entries()) {
      net.link(a, net.host(`b${i}`), { mtu });
    }
  };
  const loaded = loadScenario({ default: scenario({ build }) }, "exp.ts");
  const { plan } = resolveScenario(loaded, {}, fakeEnvironment);
  const lines = configureLines(plan, 0).filter((line) => /^sysctl .*eth|^mtu/.test(line));
  assert.deepEqual(lines, [
    "sysctl net.ipv6.conf.eth1.router_solicitations 0",
    "sysctl net.ipv6.conf.eth1.accept_dad 0",
    "mtu eth0 1279",
    "mtu eth1 1280",
  ]);
});

test("several next hops of one route", () => {
  const lines = told((net) => {
    net.routing("shortest-path", { multipath: true });
    const [a, b] = [net.host("a"), net.router("b")];
    for (const router of net.routers("r", 2)) {
      net.link(a, router);
      net.link(router, b);
    }
    net.link(b, net.host("c"));
  });
  const beyond = lines.filter((line) => line.includes(" 10.0.4.0/24 "));
  assert.deepEqual(beyond, ["route 10.0.4.0/24 via 10.0.0.2 dev eth0 via 10.0.2.2 dev eth1"]);
});
