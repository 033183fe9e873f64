// SPDX-License-Identifier: MIT
/**
 * What is said of wrong scenarios, as a table to read. Lines of this file are left out of the
 * places.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Network } from "../api/network.ts";
import { param } from "../api/param.ts";
import { scenario } from "../api/scenario.ts";
import { fakeEnvironment } from "../fake-environment.ts";
import { loadScenario, type ResolveOptions, resolveScenario } from "../loading.ts";
import { formatIssue, ScenarioError } from "./issue.ts";

/** Written as JavaScript would: the types would refuse most of it. */
type Loose = any; // oxlint-disable-line typescript/no-explicit-any

function said(definition: object, options: ResolveOptions = {}): readonly string[] {
  const made = scenario(definition as Loose);
  try {
    resolveScenario(loadScenario({ default: made }, "exp.ts"), options, fakeEnvironment);
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String(error));
    return error.issues.map((issue) =>
      formatIssue(issue).replaceAll(/messages\.test\.ts:\d+:\d+/g, "exp.ts:9:5"),
    );
  }
  return [];
}

/** The messages about what `build` does with two hosts. */
function about(build: (net: Loose, h1: Loose, h2: Loose) => unknown): readonly string[] {
  return said({
    build(net: Network) {
      const [h1, h2] = net.hosts("h", 2);
      return build(net, h1, h2);
    },
  });
}

const wrong: Readonly<Record<string, () => readonly string[]>> = {
  "values of links": () => [
    ...about((net, h1, h2) => void net.link(h1, h2, { rate: "5 MBit" })),
    ...about((net, h1, h2) => void net.link(h1, h2, { rate: 5, delay: "10", loss: 0.05 })),
    ...about((net, h1, h2) => void net.link(h1, h2, { queue: 100, mtu: 9.5 })),
    ...about(
      (net, h1, h2) => void net.link(h1, h2, { rate: "0bps", delay: "0.1ns", loss: "101%" }),
    ),
    ...about((net, h1, h2) => void net.link(h1, h2, { delay: "0s", rate: "1000000Gbps" })),
    ...about((net, h1, h2) => void net.link(h1, h2, { queue: "0packets" })),
    ...about((net, h1, h2) => void net.link(h1, h2, { queue: "64B", mtu: 20 })),
    ...about((net, h1, h2) => void net.link(h1, h2, { framing: "wire", reverse: { rate: "x" } })),
  ],
  "names of options": () =>
    [
      ...about((net, h1, h2) => void net.link(h1, h2, { dealy: "1ms", bandwidth: "1Mbps" })),
      ...about(
        (net, h1, h2) => void net.link(h1, h2, { latency: "1ms", max_queue_size: 5, foo: 1 }),
      ),
      ...about((_, h1) => void h1.run("ping h2", { start_time: "5s", stdot: 1 })),
      ...about((net) => void net.host("h3", { sysctls: {}, kernl: "6.12" })),
      ...about((net, h1, h2) => void net.chain([h1, h2], { name: "x" })),
      said({ builds: 1, build() {} }),
      said({ measure: 5, sweep: {}, build: (net: Network) => void net.host("a") }),
      said({}),
    ].flat(),
  "what comes later": () => [
    ...about((net, h1, h2) => void net.link(h1, h2, { jitter: "1ms", rate: { trace: "x" } })),
    ...about((net, h1, h2) => void net.link(h1, h2, { loss: () => true, queue: { limit: "5B" } })),
    ...about((net) => void net.host("h3", { kernel: "5.10", clock: { drift: "20ppm" } })),
    ...about((net) => void net.host("h3", { kernel: { version: "7.2", modules: ["x.c"] } })),
    ...about((_, h1) => void h1.run("ping h2", { restart: "always", expect: { stdout: "x" } })),
    ...about((_, h1) => [h1.crash({ at: "1s" }), h1.sh("a | b"), h1.probe.tcp({ every: "1s" })][9]),
    ...about((net) => [net.schedule(() => {}, { at: "1s" }), net.bus("b", [])][9]),
    ...about((_, h1) => void h1.write("/x", "y", { at: "1s" })),
  ],
  "names of hosts and links": () => [
    ...about((net) => void net.host("h1")),
    ...about((net) => void net.switch("h2")),
    ...about(
      (net) => [net.host("a_b"), net.host("a-very-long-name"), net.host(7), net.host("")][9],
    ),
    ...about((net, h1, h2) => [1, 2].forEach(() => net.link(h1, h2, { name: "x" }))),
    ...about((net) => void net.hosts("x", 0)),
    ...about((_, h1) => [h1.interface("eth0"), h1.interface("eth0"), h1.interface("lo")][9]),
  ],
  links: () => [
    ...about((net, h1) => void net.link(h1, "h2")),
    ...about((net, h1) => void net.link(h1, h1)),
    ...about((net, h1, h2) => {
      const wan = h1.interface("wan");
      net.link(wan, h2);
      net.link(h2, wan);
    }),
    ...about((net) => void net.ring([])),
    ...about((net) => void net.lan("l", undefined)),
    ...about((net, h1, h2) => {
      const [s1, s2] = [net.switch("s1"), net.switch("s2")];
      const { to } = net.link(s1, h1);
      net.link(s2, h2);
      void to.ipv4;
      net.link(s1, s2);
    }),
    ...about((net) => {
      const [s1, s2] = [net.switch("s1"), net.switch("s2")];
      net.chain([s1, s2]);
      net.link(s2, s1);
    }),
    ...about((net, h1) => void net.link(net.switch("s1"), h1).from.ipv4),
    ...about((_, h1) => void h1.interface("wan").ipv6),
    ...about((net, h1, h2) => void net.link(h1.interface("wan", { mtu: 9000 }), h2)),
    ...about((net, h1, h2) => void net.link(h1, h2, { mtu: 576 })),
  ],
  addresses: () => [
    ...about((net, h1, h2) => void net.link(h1.interface("e", { address: "10.0.0.1" }), h2)),
    ...about((net, h1, h2) => void net.link(h1.interface("e", { address: "10.0.0.300/24" }), h2)),
    ...about((net, h1, h2) => {
      const one = h1.interface("e", { address: "10.1.0.1/24" });
      net.link(one, h2.interface("e", { address: ["10.1.0.1/24"], mac: "02:0" }));
    }),
    ...about((net) => void net.addressing({ ipv4: "10.0.0.0", ipv6: "fd00::" })),
    ...about((net, h1, h2) => {
      void net.link(h1, h2).from.ipv4;
      net.addressing({ ipv4: "10.9.0.0/16" });
      net.addressing({});
    }),
    ...about((net, h1, h2) => {
      net.addressing({ ipv4: "10.9.0.0/24" });
      net.link(h1, h2);
      net.link(h1, h2);
    }),
  ],
  routes: () => [
    ...about((net, h1, h2) => {
      net.link(h1, h2);
      h1.route("10.0.0.0", { via: h2 });
      h1.route("default", { via: "10.7.0.1" });
      h1.route("default", { via: "h2", metrics: 1 });
      h1.route("default", {});
      h1.route("fd00::/16", { via: "10.0.0.2", dev: h2 });
    }),
    ...about((net, h1, h2) => {
      const [m, n] = [net.host("m"), net.host("n")];
      net.chain([h1, m, h2]);
      h1.run(["ping", h2]);
      h1.run("ping h2");
      h1.run(["ping", n]);
    }),
    ...about((net) => [net.routing("ospf"), net.routing("none", { ecmp: true })][9]),
  ],
  programs: () =>
    [
      ...about((_, h1) => void h1.run("iperf4 -s")),
      ...about((_, h1) => void h1.run("frobnicate")),
      ...about((_, h1) => void h1.run("ping h2 | tee x")),
      ...about(
        (_, h1) => [h1.run("ss > x"), h1.run("ip $X"), h1.run("ping *"), h1.run("nc 'x")][9],
      ),
      ...about((_, h1) => [h1.run(""), h1.run([]), h1.run(["ping", undefined]), h1.run([h1])][9]),
      ...about((net, h1) => void h1.run(["ping", net.switch("s1")])),
      ...about((_, h1) => void h1.run("ping h2", { at: 5, expect: "exited", uid: "root" })),
      ...about((_, h1) => void h1.run("ping h2", { at: "5s", until: "5s", stopSignal: "TERM" })),
      ...about((_, h1) => void h1.run("ping h2", { expect: 256, cwd: "tmp", env: { A: 1 } })),
      ...about((_, h1) => [1, 2].forEach(() => h1.run("true", { name: "x" }))),
      ...about((_, h1) => void h1.run("true", { name: "a/b" })),
      ...about((_, h1, h2) => void h1.run("nc", { stdin: h2.file("/x") })),
      said({ until: "5s", build: (net: Network) => void net.host("a").run("true", { at: "6s" }) }),
      said({ build: (net: Network) => void net.host("a").run("true", { expect: "running" }) }),
    ].flat(),
  hosts: () => [
    ...about((net) => void net.host("a", { memory: "64M", processMemory: "2GiB" })),
    ...about((net) => void net.host("a", { memory: "1MiB", cpu: { perSyscall: "0s" } })),
    ...about((net) => void net.host("a", { files: { "etc/motd": "x", "/a/../b": "y" } })),
    ...about((net) => void net.host("a", { files: { "/etc/motd": { path: "motd" } } })),
    ...about((net) => void net.host("a", { files: { "/m": { from: "nope" }, "/proc/x": "" } })),
    ...about((net) => void net.host("a", { files: { "/m": { text: "", mode: "644" } } })),
    ...about((net) => void net.host("a", { install: ["build/nope", "site"] })),
    ...about((net) => void net.host("a", { install: ["native/ls", "motd.txt", "start.sh"] })),
    ...about((net) => void net.host("a", { files: { "/x": { text: "", mode: 0o755 } } })),
    ...about((_, h1) => void h1.run(["ping", Number.NaN, Number.POSITIVE_INFINITY])),
    ...about((net) => void net.host("a", { sysctl: { "net.ipv4.ip_forward": Number.NaN } })),
    ...about((net, h1, h2) => {
      net.addressing({ ipv6: "none" });
      net.link(h1, h2, { mtu: 600 });
      const sysctl = { "net.ipv6.conf.eth0.accept_ra": 1 };
      net.link(net.host("a", { sysctl }), h1, { mtu: 600 });
    }),
    ...about((net) => void net.lan("office", net.hosts("pc", 300))),
    ...about((net, h1, h2) => {
      net.addressing({ ipv4: "10.0.0.0/24" });
      net.link(h1, h2);
      net.link(h1, h2);
    }),
    ...about((net) => void net.host("a", { sysctl: { "net.ipv4.tcp_congestion_contol": "bbr" } })),
    ...about((net) => void net.host("a", { sysctl: { "net.ipv4.conf.eth7.rp_filter": 1 } })),
    ...about(
      (net) => void net.host("a", { sysctl: { "net.ipv6.conf.all.acept_ra": 1, "a b": 1 } }),
    ),
    ...about((net) => void net.host("a", { sysctl: { "net.ipv4.ip_forward": true } })),
    ...about((net, h1, h2) => void net.link(h1, h2, { qdisc: "root fq_codel" })),
    ...about((net, h1, h2) => void net.link(h1, h2, { qdisc: "" })),
    ...about((net) => [net.defaults({ link: { name: "x" } }), net.defaults({})][9]),
  ],
  captures: () => [
    ...about((net, h1, h2) => {
      net.link(h1, h2).capture({ file: "x.pcapng" });
      h1.capture({ file: "x.pcapng" });
    }),
    ...about((_, h1) => void h1.capture({ file: "../x", snaplen: 96, from: "2s", until: "1s" })),
    ...about((net) => void net.capture({ file: "all.pcapng" })),
  ],
  parameters: () => [
    ...said({
      parameters: {
        a: param.choice([] as Loose),
        b: param.duration(5 as Loose),
        c: param.rate("10Mbit" as Loose),
        d: param.integer(4, { minimum: 1 } as Loose),
        e: param.integer(4, { min: 5 }),
        f: "cubic" as Loose,
        "g h": param.flag(),
        i: param.percent("5%", { max: "1" as Loose }),
      },
      build() {},
    }),
    ...settings([
      "cc=renoo",
      "que=5",
      "queue=x",
      "queue=1000",
      "n=0",
      "n=1.5",
      "rate=5x",
      "on=maybe",
    ]),
    ...said({ build() {} }, { set: ["cc=bbr"] }),
    ...said({ build() {} }, { seed: 1.5, until: "0s", drain: "soon" }),
  ],
  build: () =>
    [
      ...about(() => Date.now()),
      ...about(() => new Date()),
      ...about(() => Math.random()),
      ...about(() => setTimeout(() => {}, 1)),
      ...about(() => {
        throw new Error("no such luck");
      }),
      ...about(() => 5),
      ...about((net, h1) => ({ s: net.switch("s"), f: () => 1, deep: [{ h1, map: new Map() }] })),
      said({ build: async (net: Network) => void net.host("a") }),
      said({ build: () => {} }),
      said({ until: () => 5, build: (net: Network) => void net.host("a") }),
      said({ until: "60 seconds", name: "a/b", build: (net: Network) => void net.host("a") }),
    ].flat(),
};

function settings(set: readonly string[]): readonly string[] {
  const parameters = {
    cc: param.choice(["cubic", "bbr"]),
    queue: param.packets(100, { max: 500 }),
    n: param.integer(2, { min: 1 }),
    rate: param.rate("5Mbps"),
    on: param.flag(),
  };
  return said({ parameters, build() {} }, { set });
}

for (const [subject, messages] of Object.entries(wrong)) {
  test(`messages: ${subject}`, (t) => {
    t.assert.snapshot(messages(), { serializers: [(list) => list.join("\n")] });
  });
}

test("a place is that of the call, true to the line", () => {
  const made = scenario({
    build(net) {
      net.host("fine");
      net.host("not fine");
    },
  });
  const here = Number(/:(\d+):\d+\)?$/.exec(new Error().stack?.split("\n")[1] ?? "")?.[1]);
  assert.throws(
    () => resolveScenario(loadScenario({ default: made }, "exp.ts"), {}, fakeEnvironment),
    (error: ScenarioError) => {
      assert.equal(error.issues[0].place, `messages.test.ts:${here - 3}:11`);
      assert.equal(error.issues[0].subject, "host not fine");
      assert.equal(error.issues[0].value, '"not fine"');
      return true;
    },
  );
});

test("clocks, chance and timers work again after build, whatever happened in it", () => {
  said({ build: () => Math.random() });
  assert.equal(typeof Date.now(), "number");
  assert.ok(Math.random() < 1);
  assert.equal(typeof setTimeout, "function");
  assert.equal(typeof performance.now(), "number");
});

test("a module without a scenario says what to write", () => {
  const message = (exported: unknown): string => {
    try {
      loadScenario(exported, "exp.ts");
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  assert.equal(
    message({}),
    "exp.ts module: has no default export. Write `export default scenario({ … })`.",
  );
  assert.match(message({ default: { kind: "scenario" } }), /another copy of "dce"/);
  assert.match(message({ default: 5 }), /exports no scenario/);
});
