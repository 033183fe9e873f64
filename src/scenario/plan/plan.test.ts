// SPDX-License-Identifier: MIT
/** Plans of the examples, in a form to read; and what the rules of a plan are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import chain from "../../../examples/chain.ts";
import iperf3 from "../../../examples/iperf3.ts";
import ping from "../../../examples/ping.ts";
import star from "../../../examples/switch.ts";
import { spine } from "../../../test/types/spine.ts";
import type { Group, Host } from "../api/host.ts";
import type { Network } from "../api/network.ts";
import type { Parts } from "../api/result.ts";
import { scenario } from "../api/scenario.ts";
import { fakeEnvironment } from "../fake-environment.ts";
import { loadScenario, type ResolveOptions, resolveScenario } from "../loading.ts";
import { configureLines } from "./configure.ts";
import type { DirectionPlan, Plan, ProgramPlan } from "./plan.ts";

function planOf(made: unknown, name = "exp", options: ResolveOptions = {}): Plan {
  const loaded = loadScenario({ default: made }, `file:///somewhere/${name}.ts`);
  return resolveScenario(loaded, options, fakeEnvironment).plan;
}

function build(body: (net: Network) => Parts | void, options?: ResolveOptions): Plan {
  return planOf(scenario({ build: body }), "exp", options);
}

/** A plan as text: what init is told, links, programs, captures. */
function readable(plan: Plan): string {
  const { scenario: name, seed, parameters, untilNs, recipes } = plan;
  return [
    `${name}, seed ${seed}, ${JSON.stringify(parameters)}, until ${untilNs ?? "its end"}`,
    `recipes: ${recipes.join(" ")}`,
    ...plan.hosts.flatMap((_, i) => hostLines(plan, i)),
    ...plan.links.flatMap((link) => linkLines(plan, link)),
    ...plan.programs.map((one) => programLine(plan, one)),
    ...plan.captures.map(({ file, ports, snaplenBytes, fromNs, untilNs }) => {
      const names = ports.map((port) => port.name).join(" ");
      return `capture ${file}: ${names}, ${snaplenBytes} bytes, ${fromNs} to ${untilNs}`;
    }),
  ].join("\n");
}

function hostLines(plan: Plan, index: number): readonly string[] {
  const host = plan.hosts[index];
  if (host === undefined) return [];
  const { memoryBytes, perSyscallNs, forwarding } = host;
  const memory = `${memoryBytes / 2 ** 20} MiB`;
  return [
    `host ${host.name}: ${memory}, ${perSyscallNs} ns, forwarding ${forwarding}`,
    ...host.interfaces.map((one) => `  ${one.name} ${one.mac} link ${one.link} end ${one.end}`),
    ...configureLines(plan, index).map((line) => `  ${line}`),
    ...host.files.map(({ path, content, mode, uid, gid }) => {
      const what = content instanceof Uint8Array ? `${content.length} bytes` : content.from;
      return `  ${path}: ${what}, mode ${mode?.toString(8)}, ${uid}:${gid}`;
    }),
  ];
}

function linkLines(plan: Plan, link: Plan["links"][number]): readonly string[] {
  const ends = link.ends.map((end) => {
    if (end.kind === "switch") return `${plan.switches[end.switch]?.name} port ${end.port}`;
    const host = plan.hosts[end.host];
    return `${host?.name}:${host?.interfaces[end.interface]?.name}`;
  });
  const direction = ({ rateBps, delayNs, lossShare, queue }: DirectionPlan): string =>
    `${rateBps} bit/s, ${delayNs} ns, loss ${lossShare}, queue ${JSON.stringify(queue ?? "none")}`;
  return [
    `link ${link.name}: ${ends.join(" to ")}, mtu ${link.mtu}, ${link.framing}`,
    `  forward ${direction(link.forward)}`,
    `  reverse ${direction(link.reverse)}`,
  ];
}

function programLine(plan: Plan, one: ProgramPlan): string {
  const { argv, atNs, untilNs, cwd, uid, gid, stdin, stopSignal, expect, daemon } = one;
  return [
    `${plan.hosts[one.host]?.name}: ${one.name}: ${argv.join(" ")}, from ${atNs} to ${untilNs}`,
    `${cwd} ${uid}:${gid} stdin ${stdin}, ${stopSignal}`,
    `expect ${expect.join(" or ")}${daemon ? ", daemon" : ""}`,
  ].join(", ");
}

const text = { serializers: [(plan: Plan) => readable(plan)] };

test("plan of the example iperf3", (t) => {
  t.assert.snapshot(planOf(iperf3, "iperf3"), text);
});
test("plan of the example ping", (t) => {
  t.assert.snapshot(planOf(ping, "ping", { set: ["count=2"] }), text);
});
test("plan of the example chain", (t) => {
  t.assert.snapshot(planOf(chain, "chain", { set: { n: 3 } }), text);
});
test("plan of the example switch", (t) => {
  t.assert.snapshot(planOf(star, "switch", { pcap: true }), text);
});
test("plan of everything that the declarations have", (t) => {
  t.assert.snapshot(planOf(spine, "spine", { seed: 3, set: ["n=2", "verbose", "cc=reno"] }), text);
});

test("the same scenario gives the same plan to the byte, and it can be cloned", () => {
  const plan = planOf(spine, "spine", { seed: 3 });
  assert.deepEqual(planOf(spine, "spine", { seed: 3 }), plan);
  assert.deepEqual(structuredClone(plan), plan);
});

test("what is added at the end changes nothing before", () => {
  const first = (net: Network): void => {
    const hosts = net.hosts("h", 3);
    net.lan("s", hosts);
    hosts.first.run("true");
  };
  const before = build(first);
  const after = build((net) => {
    first(net);
    net.link(net.host("new"), net.router("more"));
  });
  before.hosts.forEach((host, i) => {
    assert.deepEqual(after.hosts[i]?.interfaces, host.interfaces);
    assert.deepEqual(after.hosts[i]?.routes, host.routes);
  });
});

test("an address is there at once, and is the one of the plan", () => {
  const seen: string[] = [];
  const plan = build((net) => {
    const [a, b] = net.hosts("h", 2);
    net.link(net.host("x"), net.host("y"));
    const { from, to } = net.link(a, b);
    seen.push(`${from.ipv4}/24`, `${from.ipv6}/64`, `${to.ipv4}/24`, `${to.ipv6}/64`);
    const s = net.switch("s");
    seen.push(`${net.link(s, a).to.ipv4}/24`);
    net.link(b, s);
  });
  const [a, b] = plan.hosts;
  assert.deepEqual(seen, [
    ...(a?.interfaces[0]?.addresses ?? []),
    ...(b?.interfaces[0]?.addresses ?? []),
    a?.interfaces[1]?.addresses[0],
  ]);
  assert.equal(b?.interfaces[1]?.addresses[0], "10.0.2.2/24");
});

test("defaults hold for what was made before and after; own options win, maps are joined", () => {
  const plan = build((net) => {
    const a = net.host("a", { env: { A: "own" }, sysctl: { "net.ipv4.tcp_sack": 0 } });
    net.defaults({
      host: {
        env: { A: "all", B: "all" },
        memory: "32MiB",
        sysctl: { "net.ipv4.tcp_sack": 1, "net.ipv4.tcp_ecn": 1 },
      },
      link: { rate: "1Mbps", delay: "3ms", reverse: { rate: "2Mbps" } },
      program: { env: { C: "program" }, expect: "any" },
    });
    const b = net.host("b", { memory: "48MiB" });
    net.link(a, b);
    net.link(a, b, { rate: "5Mbps", reverse: { loss: "1%" } });
    a.run("true", { env: { C: "mine" }, expect: [0, 1] });
    b.run("true");
  });
  assert.deepEqual(
    plan.hosts.map(({ memoryBytes }) => memoryBytes / 2 ** 20),
    [32, 48],
  );
  const own = plan.hosts[0]?.sysctls.filter(({ name }) => name.startsWith("net.ipv4.tcp"));
  assert.deepEqual(own, [
    { name: "net.ipv4.tcp_sack", value: "0" },
    { name: "net.ipv4.tcp_ecn", value: "1" },
  ]);
  const [first, second] = plan.links;
  assert.deepEqual([first?.forward.rateBps, first?.reverse.rateBps], [1e6, 2e6]);
  assert.deepEqual([second?.forward.rateBps, second?.reverse.rateBps], [5e6, 5e6]);
  assert.deepEqual([second?.forward.lossShare, second?.reverse.lossShare], [0, 0.01]);
  assert.equal(second?.reverse.delayNs, 3e6);
  const [mine, theirs] = plan.programs;
  assert.deepEqual(mine?.env.slice(2), ["A=own", "B=all", "C=mine"]);
  assert.deepEqual(theirs?.env.slice(2), ["A=all", "B=all", "C=program"]);
  assert.deepEqual([mine?.expect, theirs?.expect], [[0, 1], ["any"]]);
});

test("streams of chance: the same for the same name and seed, whatever else is drawn", () => {
  const draw = (seed: number, other: boolean): number[] => {
    const seen: number[] = [];
    build(
      (net) => {
        net.host("a");
        if (other) net.random("other").uniform(0, 1);
        seen.push(net.random("x").integer(1, 1e9), net.random("x").integer(1, 1e9));
      },
      { seed },
    );
    return seen;
  };
  assert.deepEqual(draw(1, false), draw(1, true));
  assert.notDeepEqual(draw(1, false), draw(2, false));
  assert.equal(new Set(draw(1, false)).size, 2, "the stream of a name goes on");
});

test("groups: a wrong number is an error that says the numbers", () => {
  let made: Group<Host> | undefined;
  build((net) => {
    made = net.hosts("h", 3);
  });
  assert.throws(() => made?.get(3), /net\.hosts\("h", 3\) has numbers 0 to 2, not 3/);
});

test("standard input: texts and bytes become files, files of the host stay where they are", () => {
  const plan = build((net) => {
    const a = net.host("a");
    a.run("nc", { stdin: "hello\n" });
    a.run("nc", { stdin: new Uint8Array([1, 2]) });
    a.run("nc", { stdin: a.file("/srv/in") });
    a.run("nc", { stdin: "" });
  });
  assert.deepEqual(
    plan.programs.map(({ stdin }) => stdin),
    ["/var/lib/stdin/0", "/var/lib/stdin/1", "/srv/in", undefined],
  );
  const [, zero, one] = plan.hosts[0]?.files ?? [];
  assert.deepEqual(
    [zero?.content, one?.content],
    [Buffer.from("hello\n"), Buffer.from([1, 2])].map((bytes) => Uint8Array.from(bytes)),
  );
});

test("--until and --drain win over the scenario", () => {
  const made = scenario({ until: "10s", build: (net) => void net.host("a") });
  assert.equal(planOf(made).untilNs, 10e9);
  const given = planOf(made, "exp", { until: "3s", drain: "0" });
  assert.deepEqual([given.untilNs, given.drainNs], [3e9, 0]);
});
