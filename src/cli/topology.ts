// SPDX-License-Identifier: MIT
/** What a scenario consists of, in a few lines: hosts, switches, links and what shapes them. */
import type { DirectionPlan, EndPlan, LinkPlan, Plan } from "../scenario/plan/plan.ts";

/** More links than this are counted only. */
const LINKS_MAX = 8;

export function topology(plan: Plan): string {
  const counts = [
    count(plan.hosts.length, "host"),
    ...(plan.switches.length === 0 ? [] : [count(plan.switches.length, "switch", "switches")]),
    count(plan.links.length, "link"),
  ];
  const head = `${plan.scenario}: ${counts.join(", ")}`;
  const shown = plan.links.slice(0, LINKS_MAX).map((link) => `   ${linkLine(plan, link)}`);
  const left = plan.links.length - shown.length;
  return [head, ...shown, ...(left > 0 ? [`   and ${count(left, "link")} more`] : [])].join("\n");
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "h1 ── 5 Mbps, 1 ms ── h2". */
function linkLine(plan: Plan, link: LinkPlan): string {
  const [from, to] = link.ends.map((end) => endName(plan, end));
  const forward = directionText(link.forward);
  const reverse = directionText(link.reverse);
  const both = forward === reverse ? forward : `${forward} → · ← ${reverse}`;
  return `${from} ── ${both} ── ${to}`;
}

function endName(plan: Plan, end: EndPlan): string {
  const name = end.kind === "host" ? plan.hosts[end.host]?.name : plan.switches[end.switch]?.name;
  return name ?? "?";
}

function directionText(direction: DirectionPlan): string {
  const { rateBps, delayNs, lossShare, queue } = direction;
  const parts = [scaled(rateBps, rates), scaled(delayNs, times)];
  if (queue !== undefined) {
    parts.push("packets" in queue ? `${queue.packets} packets` : scaled(queue.bytes, sizes));
  }
  if (lossShare > 0) parts.push(`${Number((lossShare * 100).toPrecision(4))} % loss`);
  return parts.join(", ");
}

type Units = readonly (readonly [number, string])[];
const rates: Units = [
  [1e9, "Gbps"],
  [1e6, "Mbps"],
  [1e3, "kbps"],
  [1, "bps"],
];
const times: Units = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "us"],
  [1, "ns"],
];
const sizes: Units = [
  [1 << 20, "MiB"],
  [1 << 10, "KiB"],
  [1, "B"],
];

/** In the largest unit of which it is at least one. */
function scaled(value: number, units: Units): string {
  const [unit, name] = units.find(([size]) => value >= size) ?? [1, units.at(-1)?.[1] ?? ""];
  return `${Number((value / unit).toPrecision(4))} ${name}`;
}
