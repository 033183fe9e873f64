// SPDX-License-Identifier: MIT
/**
 * Static routes of a network: shortest paths by delay across hosts that forward, for both families,
 * as a pure function of topology and addresses.
 *
 * A destination is the subnet of an interface. Least delay wins, then fewest hops, then the name of
 * the next host and of the own interface; with `multipath` all of least delay and hops are kept.
 * A host that does not forward and reaches everything through the same next hops gets one default
 * route; a router never does, so that a packet to nowhere cannot circle.
 */
import type { AddressPlan } from "./addressing.ts";
import {
  contains,
  type Family,
  formatAddress,
  formatNetwork,
  type IpAddress,
  type IpPrefix,
} from "./ip-address.ts";
import { type Cost, findPaths, type Path, type Step } from "./shortest-path.ts";
import { findNeighbours, findSegments, type Neighbour, type Topology } from "./topology.ts";
import { findUnreachable, type Unreachable } from "./unreachable.ts";

export interface RoutingOptions {
  /** Names of the hosts that forward. */
  readonly forwarding: ReadonlySet<string>;
  /** Keep all next hops of equal cost. */
  readonly multipath?: boolean | undefined;
  /** Hosts whose default route somebody else sets: they get a route for each subnet. */
  readonly ownDefault?: ReadonlySet<string> | undefined;
}

export interface NextHop {
  /** Address of the next host. */
  readonly via: string;
  /** Name of the own interface. */
  readonly dev: string;
}

export interface Route {
  readonly family: Family;
  /** "10.0.1.0/24" or "default". */
  readonly destination: string;
  /** One, or several with multipath. */
  readonly hops: readonly NextHop[];
  /** Default: the kernel's. */
  readonly metric?: number | undefined;
}

export interface RoutePlan {
  /** By name of the host; IPv4 first, then in order of the destinations' making. */
  readonly routes: ReadonlyMap<string, readonly Route[]>;
  /** Pairs of hosts, in order of declaration, that are joined but cannot reach each other. */
  readonly unreachable: readonly Unreachable[];
}

/** A step of a path: from one interface to that of a host that forwards. */
interface Via extends NextHop {
  readonly host: string;
}

/** A subnet and the interfaces that have an address in it. */
interface Subnet {
  readonly prefix: IpPrefix;
  readonly interfaces: number[];
}

export function planRoutes(
  topology: Topology,
  plan: AddressPlan,
  options: RoutingOptions,
): RoutePlan {
  const hosts = [...new Set(topology.interfaces.map(({ host }) => host))];
  const neighbours = findNeighbours(topology, findSegments(topology));
  const routes = new Map<string, Route[]>(hosts.map((host) => [host, []]));
  const reached = new Map<string, Set<string>>(hosts.map((host) => [host, new Set()]));
  for (const family of [4, 6] as const) {
    const network = new FamilyNetwork(
      topology,
      plan,
      neighbours,
      hosts,
      options.forwarding,
      family,
    );
    const ofFamily = new Map<string, Route[]>(hosts.map((host) => [host, []]));
    for (const subnet of network.subnets) {
      const holders = subnet.interfaces.map((i) => topology.interfaces[i]!.host);
      for (const [host, path] of network.pathsTo(subnet)) {
        for (const holder of holders) reached.get(host)?.add(holder);
        if (path.steps.length === 0) continue;
        const hops = chooseHops(path.steps, options.multipath === true);
        ofFamily.get(host)?.push({ family, destination: formatNetwork(subnet.prefix), hops });
      }
    }
    for (const [host, list] of ofFamily) {
      const fixed = options.forwarding.has(host) || options.ownDefault?.has(host) === true;
      routes.get(host)?.push(...(fixed ? list : withDefault(list)));
    }
  }
  const unreachable = findUnreachable(topology, plan, neighbours, options.forwarding, reached);
  return { routes, unreachable };
}

/** What one family's addresses make of the network. */
class FamilyNetwork {
  readonly subnets: readonly Subnet[];
  readonly #topology: Topology;
  readonly #addresses: readonly (readonly IpPrefix[])[];
  readonly #neighbours: readonly (readonly Neighbour[])[];
  readonly #hosts: readonly string[];
  readonly #forwarding: ReadonlySet<string>;
  readonly #interfacesOf = new Map<string, number[]>();
  readonly #indexOf = new Map<string, number>();

  constructor(
    topology: Topology,
    plan: AddressPlan,
    neighbours: readonly (readonly Neighbour[])[],
    hosts: readonly string[],
    forwarding: ReadonlySet<string>,
    family: Family,
  ) {
    this.#topology = topology;
    this.#neighbours = neighbours;
    this.#hosts = hosts;
    this.#forwarding = forwarding;
    this.#addresses = plan.interfaces.map(({ addresses }) =>
      addresses.filter((address) => address.family === family),
    );
    for (const [index, host] of hosts.entries()) {
      this.#indexOf.set(host, index);
      this.#interfacesOf.set(host, []);
    }
    for (const [i, { host }] of topology.interfaces.entries()) {
      this.#interfacesOf.get(host)?.push(i);
    }
    this.subnets = this.#findSubnets();
  }

  /** The paths of all hosts that can send to a subnet, by host; no steps where it is on link. */
  *pathsTo(subnet: Subnet): Iterable<[string, Path<Via>]> {
    const ends = new Map<number, Cost>();
    for (const i of subnet.interfaces) {
      const host = this.#indexOf.get(this.#hostOf(i))!;
      const cost = { delayNs: this.#lastStepNs(i, subnet), hops: 0 };
      const known = ends.get(host);
      if (known === undefined || cost.delayNs < known.delayNs) ends.set(host, cost);
    }
    const paths = findPaths(ends, (node) => this.#stepsTo(this.#hosts[node]!));
    for (const [index, host] of this.#hosts.entries()) {
      const path = paths.get(index);
      if (path !== undefined) yield [host, path];
    }
  }

  #hostOf(index: number): string {
    return this.#topology.interfaces[index]!.host;
  }

  #findSubnets(): Subnet[] {
    const subnets = new Map<string, Subnet>();
    for (const [i, addresses] of this.#addresses.entries()) {
      for (const prefix of addresses) {
        const key = formatNetwork(prefix);
        const subnet = subnets.get(key);
        if (subnet === undefined) subnets.set(key, { prefix, interfaces: [i] });
        else subnet.interfaces.push(i);
      }
    }
    return [...subnets.values()];
  }

  /** From a host on the subnet to the nearest other one. */
  #lastStepNs(from: number, subnet: Subnet): number {
    const delays = this.#neighbours[from]!.filter((near) =>
      subnet.interfaces.includes(near.interface),
    ).map(({ toNs }) => toNs);
    return delays.length === 0 ? 0 : Math.min(...delays);
  }

  /** The steps by which neighbours hand packets to a host that forwards. */
  *#stepsTo(host: string): Iterable<Step<Via>> {
    if (!this.#forwarding.has(host)) return;
    for (const own of this.#interfacesOf.get(host) ?? []) {
      for (const near of this.#neighbours[own]!) {
        const sender = this.#topology.interfaces[near.interface]!;
        const gateway = this.#gateway(near.interface, own);
        if (gateway === undefined || sender.host === host) continue;
        const via = { via: formatAddress(gateway), dev: sender.name, host };
        yield { node: this.#indexOf.get(sender.host)!, delayNs: near.fromNs, via };
      }
    }
  }

  /** The address of `to` that is on link for `from`. */
  #gateway(from: number, to: number): IpAddress | undefined {
    const prefixes = this.#addresses[from]!;
    return this.#addresses[to]!.find((address) =>
      prefixes.some((prefix) => contains(prefix, address)),
    );
  }
}

function chooseHops(steps: readonly Via[], multipath: boolean): NextHop[] {
  const sorted = steps.toSorted(
    (a, b) => compare(a.host, b.host) || compare(a.dev, b.dev) || compare(a.via, b.via),
  );
  return sorted.slice(0, multipath ? sorted.length : 1).map(({ via, dev }) => ({ via, dev }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** One default route in place of routes that all have the same next hops. */
function withDefault(routes: readonly Route[]): readonly Route[] {
  const [first] = routes;
  if (first === undefined) return routes;
  const key = JSON.stringify(first.hops);
  if (routes.some((route) => JSON.stringify(route.hops) !== key)) return routes;
  return [{ ...first, destination: "default" }];
}
