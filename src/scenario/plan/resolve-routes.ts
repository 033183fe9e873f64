// SPDX-License-Identifier: MIT
/** Routes of a plan: shortest paths, and those that the scenario gives. */
import type { AddressPlan } from "../../net/addressing.ts";
import {
  contains,
  formatAddress,
  formatNetwork,
  type IpAddress,
  parseAddress,
  parsePrefix,
} from "../../net/ip-address.ts";
import { planRoutes, type Route } from "../../net/routes.ts";
import type { Topology } from "../../net/topology.ts";
import type { Unreachable } from "../../net/unreachable.ts";
import { quote } from "../builder/issue.ts";
import type { Sketch, SketchHost, SketchInterface, SketchRoute } from "../builder/sketch.ts";
import type { RoutePlan } from "./plan.ts";
import { isForwarding } from "./resolve-hosts.ts";

/** Why one host cannot reach another, or undefined: it can, or nobody knows. */
export type Reach = (from: SketchHost, to: SketchHost) => Unreachable | undefined;

export interface ResolvedRoutes {
  /** By index of the host. */
  readonly routes: readonly (readonly RoutePlan[])[];
  readonly reach: Reach;
}

export function resolveRoutes(
  sketch: Sketch,
  topology: Topology,
  addresses: AddressPlan,
): ResolvedRoutes {
  const { mode, multipath } = sketch.routing?.value ?? { mode: "shortest-path", multipath: false };
  const forwarding = sketch.hosts.filter((host) => isForwarding(sketch, host));
  const own = sketch.hosts.map((host) =>
    host.routes.flatMap((route) => resolveRoute(sketch, host, route, addresses)),
  );
  if (mode === "none") return { routes: own, reach: () => undefined };
  const ownDefault = sketch.hosts.filter((host) => host.routes.some(({ to }) => to === "default"));
  const planned = planRoutes(topology, addresses, {
    forwarding: new Set(forwarding.map(({ name }) => name)),
    multipath,
    ownDefault: new Set(ownDefault.map(({ name }) => name)),
  });
  const routes = sketch.hosts.map(({ name }, i) => [
    ...(planned.routes.get(name) ?? []).map(asPlan),
    ...(own[i] ?? []),
  ]);
  const reach: Reach = (from, to) =>
    // A route of the scenario's own may lead where the shortest path does not.
    from.routes.length > 0
      ? undefined
      : planned.unreachable.find((pair) =>
          [pair.from, pair.to].every((name) => name === from.name || name === to.name),
        );
  return { routes, reach };
}

function asPlan({ family, destination, hops, metric }: Route): RoutePlan {
  const to = destination === "default" && family === 6 ? "default6" : destination;
  return { to, hops, metric, table: undefined };
}

/** One route, or one for each family of "default". */
function resolveRoute(
  sketch: Sketch,
  host: SketchHost,
  route: SketchRoute,
  addresses: AddressPlan,
): readonly RoutePlan[] {
  const subject = `${host.name}: route ${route.to}`;
  const wrong = (where: string, value: unknown, message: string): readonly RoutePlan[] => {
    const about = { value: quote(value) };
    sketch.notes.add(route.place, `${subject}${where}`, `${quote(value)} ${message}`, about);
    return [];
  };
  const network = route.to === "default" ? undefined : parsePrefix(route.to);
  if (network === undefined && route.to !== "default") {
    return wrong(
      "",
      route.to,
      'is not a destination. Write "10.0.0.0/8", "fd00::/16" or "default".',
    );
  }
  const { metric, table } = route.options;
  const dev = route.dev?.name;
  const families = network === undefined ? ([4, 6] as const) : [network.family];
  if (route.via === undefined) {
    return families.map((family) => ({
      to: toText(network === undefined ? undefined : formatNetwork(network), family),
      hops: [{ via: undefined, dev }],
      metric,
      table,
    }));
  }
  const gateways = gatewaysOf(host, route, addresses);
  if (typeof gateways === "string") return wrong(": via", viaName(route.via), gateways);
  const fitting = gateways.filter(({ address }) => families.some((one) => one === address.family));
  if (fitting.length === 0) {
    return wrong(": via", viaName(route.via), `has no IPv${families[0] ?? 4} address.`);
  }
  const seen = new Set<number>();
  return fitting.flatMap(({ address, dev: found }) => {
    if (seen.has(address.family)) return [];
    seen.add(address.family);
    const to = toText(network === undefined ? undefined : formatNetwork(network), address.family);
    return [{ to, hops: [{ via: formatAddress(address), dev: dev ?? found }], metric, table }];
  });
}

function toText(network: string | undefined, family: 4 | 6): string {
  return network ?? (family === 6 ? "default6" : "default");
}

function viaName(via: SketchRoute["via"]): string {
  if (typeof via === "string") return via;
  return via?.kind === "interface" ? `${via.host.name}:${via.name}` : String(via?.name);
}

interface GatewayAddress {
  readonly address: IpAddress;
  /** The own interface on whose network it is. */
  readonly dev: string;
}

/** The addresses of a gateway that lie on a network of this host; or why there are none. */
function gatewaysOf(
  host: SketchHost,
  route: SketchRoute,
  { interfaces }: AddressPlan,
): readonly GatewayAddress[] | string {
  const { via } = route;
  const own = route.dev === undefined ? host.interfaces : [route.dev];
  const candidates: readonly IpAddress[] =
    typeof via === "string"
      ? [parseAddress(via)].filter((address) => address !== undefined)
      : interfacesOf(via).flatMap((one) => interfaces[one.order]?.addresses ?? []);
  if (candidates.length === 0) {
    return typeof via === "string" ? "is not an address." : "has no address.";
  }
  const found = candidates.flatMap((address) =>
    own.flatMap((one) => {
      const networks = interfaces[one.order]?.addresses ?? [];
      return networks.some((network) => contains(network, address))
        ? [{ address, dev: one.name }]
        : [];
    }),
  );
  if (found.length > 0) return found;
  const of = route.dev === undefined ? host.name : `${host.name}:${route.dev.name}`;
  return `is on no network of ${of}.`;
}

function interfacesOf(via: SketchHost | SketchInterface | undefined): readonly SketchInterface[] {
  if (via === undefined) return [];
  return via.kind === "host" ? via.interfaces : [via];
}
