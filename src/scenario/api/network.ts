// SPDX-License-Identifier: MIT
/**
 * What `build` writes on. Names are unique across hosts and switches; the second use is an error
 * with both places.
 */
import type { GroupOf, Host, HostOptions } from "./host.ts";
import type { Endpoint, Link, LinkOptions, Switch, SwitchOptions } from "./link.ts";
import type { ProgramOptions } from "./program.ts";
import type { Capture, CaptureOptions } from "./record.ts";

export interface Network {
  /** Letters, digits and "-", at most 15: it is the host's name and stands in every /etc/hosts. */
  host(name: string, options?: HostOptions): Host;
  /** A host that forwards. */
  router(name: string, options?: HostOptions): Host;
  /** `hosts("h", 3)` makes h1, h2, h3. Count at least 1. */
  hosts<const N extends number>(prefix: string, count: N, options?: HostOptions): GroupOf<Host, N>;
  routers<const N extends number>(
    prefix: string,
    count: N,
    options?: HostOptions,
  ): GroupOf<Host, N>;
  switch(name: string, options?: SwitchOptions): Switch;

  /** A full-duplex link. A host gets its next interface; an interface may be linked once. */
  link(a: Endpoint, b: Endpoint, options?: LinkOptions): Link;
  /** One switch and a link from each member to it. */
  lan(name: string, members: readonly Endpoint[], options?: Omit<LinkOptions, "name">): Switch;
  /** Links each to the next; `ring` also the last to the first. */
  chain(members: readonly Endpoint[], options?: Omit<LinkOptions, "name">): GroupOf<Link, number>;
  ring(members: readonly Endpoint[], options?: Omit<LinkOptions, "name">): GroupOf<Link, number>;
  /** Links each leaf to the centre. */
  star(
    centre: Endpoint,
    leaves: readonly Endpoint[],
    options?: Omit<LinkOptions, "name">,
  ): GroupOf<Link, number>;

  /**
   * For every host, link and program of the scenario, made before or after. An own option wins;
   * maps (sysctl, files, env) are joined key by key. At most once.
   */
  defaults(options: {
    host?: HostOptions | undefined;
    link?: Omit<LinkOptions, "name"> | undefined;
    program?: Omit<ProgramOptions, "name"> | undefined;
  }): void;
  /**
   * Pools for automatic addresses; "none" leaves the family out. Default 10.0.0.0/8 and fd00::/16.
   */
  addressing(options: {
    ipv4?: `${number}.${number}.${number}.${number}/${number}` | "none" | undefined;
    ipv6?: `${string}:${string}/${number}` | "none" | undefined;
  }): void;
  /**
   * "shortest-path" (default): static routes by least delay, ties by name; `multipath` keeps all of
   * equal cost. "none": interfaces and connected routes only; daemons or `host.route` do the rest.
   */
  routing(mode: "shortest-path" | "none", options?: { multipath?: boolean | undefined }): void;

  /** Every port of the network, as `--pcap` does. */
  capture(options?: CaptureOptions): readonly Capture[];
  /**
   * A stream of its own, from (seed, "build", name): another stream does not change its numbers.
   */
  random(name: string): RandomStream;
}

export interface RandomStream {
  /** In [low, high). */
  uniform(low: number, high: number): number;
  /** Both ends included. */
  integer(low: number, high: number): number;
  exponential(mean: number): number;
  pareto(shape: number, minimum: number): number;
  normal(mean: number, deviation: number): number;
  /** Error when the list is empty. */
  pick<T>(from: readonly T[]): T;
  shuffle<T>(list: readonly T[]): readonly T[];
}
