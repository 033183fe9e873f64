// SPDX-License-Identifier: MIT
/** Which hosts are joined by links but find no route to each other, and who stands between. */
import type { AddressPlan } from "./addressing.ts";
import type { Neighbour, Topology } from "./topology.ts";

export interface Unreachable {
  readonly from: string;
  readonly to: string;
  /** Hosts on the way that do not forward; empty when addresses are the reason. */
  readonly between: readonly string[];
}

/**
 * Each pair once. Hosts without an address take no part: they get theirs while the run goes on.
 * `reached` tells for each host those to which it has a route in some family.
 */
export function findUnreachable(
  topology: Topology,
  plan: AddressPlan,
  neighbours: readonly (readonly Neighbour[])[],
  forwarding: ReadonlySet<string>,
  reached: ReadonlyMap<string, ReadonlySet<string>>,
): Unreachable[] {
  const near = nearHosts(topology, neighbours);
  const addressed = new Set<string>();
  for (const [i, { host }] of topology.interfaces.entries()) {
    if (plan.interfaces[i]!.addresses.length > 0) addressed.add(host);
  }
  const hosts = [...near.keys()].filter((host) => addressed.has(host));
  const missing: Unreachable[] = [];
  for (const [index, from] of hosts.entries()) {
    const others = hosts
      .slice(index + 1)
      .filter((to) => !reached.get(from)?.has(to) || !reached.get(to)?.has(from));
    if (others.length === 0) continue;
    const before = walk(near, from);
    for (const to of others) {
      if (!before.has(to)) continue;
      const between = hostsBetween(before, to).filter((host) => !forwarding.has(host));
      missing.push({ from, to, between });
    }
  }
  return missing;
}

/** The hosts that share a segment with each host, in order of declaration. */
function nearHosts(
  { interfaces }: Topology,
  neighbours: readonly (readonly Neighbour[])[],
): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  for (const [i, { host }] of interfaces.entries()) {
    const set = near.get(host) ?? new Set();
    for (const { interface: other } of neighbours[i]!) set.add(interfaces[other]!.host);
    near.set(host, set);
  }
  return near;
}

/** For each host that is joined to `start`, the one before it on a way of fewest hops. */
function walk(near: ReadonlyMap<string, ReadonlySet<string>>, start: string): Map<string, string> {
  const before = new Map<string, string>();
  const queue = [start];
  for (const host of queue) {
    for (const next of near.get(host) ?? []) {
      if (next === start || before.has(next)) continue;
      before.set(next, host);
      queue.push(next);
    }
  }
  return before;
}

/** The hosts on the way to `to`, without both ends, in order. */
function hostsBetween(before: ReadonlyMap<string, string>, to: string): string[] {
  const between: string[] = [];
  for (let host = before.get(to); host !== undefined; host = before.get(host))
    between.unshift(host);
  return between.slice(1);
}
