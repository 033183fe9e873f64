// SPDX-License-Identifier: MIT
/**
 * What is joined to what, as data, and the broadcast domains that follow from it. Addresses and
 * routes are computed from it.
 */
import type { Nanoseconds } from "../sim/time.ts";

export interface InterfaceInput {
  readonly host: string;
  /** "eth0" */
  readonly name: string;
  /** Default: by its number in the list. */
  readonly mac?: string | undefined;
  /** Default "auto". Addresses with their prefix length: "10.0.0.1/24". */
  readonly address?: "auto" | "none" | readonly string[] | undefined;
}

/** The number of an interface in the list, or the name of a switch. */
export type LinkEnd = { readonly interface: number } | { readonly switch: string };

export interface LinkInput {
  readonly name: string;
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** From the first end to the second, and back. */
  readonly delayNs: readonly [Nanoseconds, Nanoseconds];
}

/** Interfaces and links in order of declaration. */
export interface Topology {
  readonly interfaces: readonly InterfaceInput[];
  readonly links: readonly LinkInput[];
}

/** What is wrong, for a message: `link s1-s2` + `closes a loop ...`. */
export interface Problem {
  readonly subject: string;
  /** The text in question, if there is one. */
  readonly value?: string | undefined;
  readonly message: string;
}

/** A broadcast domain. */
export interface Segment {
  /** S of its subnets: in order of making. A number is not used again when segments are joined. */
  readonly number: number;
  /** Its interfaces by number, in order of joining; and its links. */
  readonly interfaces: number[];
  readonly links: number[];
}

export interface Segments {
  /** In order of their numbers. */
  readonly segments: readonly Segment[];
  /** The segment of each interface; undefined when it is not linked. */
  readonly ofInterface: readonly (Segment | undefined)[];
  readonly problems: readonly Problem[];
}

/**
 * The broadcast domains. A link makes one, joins its ends to one, or joins two, of which the first
 * made keeps its number. Links that are added at the end change no number.
 */
export function findSegments({ interfaces, links }: Topology): Segments {
  const ofInterface: (Segment | undefined)[] = interfaces.map(() => undefined);
  const ofSwitch = new Map<string, Segment>();
  const problems: Problem[] = [];
  let segments: Segment[] = [];
  let made = 0;

  const segmentOf = (end: LinkEnd): Segment | undefined =>
    "interface" in end ? ofInterface[end.interface] : ofSwitch.get(end.switch);
  const join = (end: LinkEnd, segment: Segment): void => {
    const old = segmentOf(end);
    if (old === segment) return;
    for (const [name, one] of ofSwitch) if (one === old) ofSwitch.set(name, segment);
    for (const member of old?.interfaces ?? []) ofInterface[member] = segment;
    segment.interfaces.push(...(old?.interfaces ?? []));
    segment.links.push(...(old?.links ?? []));
    segments = segments.filter((one) => one !== old);
    if ("switch" in end) {
      ofSwitch.set(end.switch, segment);
    } else {
      ofInterface[end.interface] = segment;
      segment.interfaces.push(end.interface);
    }
  };

  for (const [index, link] of links.entries()) {
    const [a, b] = link.ends.map(segmentOf);
    if (a !== undefined && a === b) {
      const message = "closes a loop of switches, in which a broadcast would run for ever.";
      problems.push({ subject: `link ${link.name}`, message });
      continue;
    }
    let segment = a === undefined || (b !== undefined && b.number < a.number) ? b : a;
    if (segment === undefined) {
      segment = { number: made++, interfaces: [], links: [] };
      segments.push(segment);
    }
    for (const end of link.ends) join(end, segment);
    segment.links.push(index);
  }
  return { segments, ofInterface, problems };
}

/** Another interface of the same segment and the delays of the way through the switches. */
export interface Neighbour {
  readonly interface: number;
  readonly toNs: Nanoseconds;
  readonly fromNs: Nanoseconds;
}

/** The neighbours of every interface, in order of their numbers. */
export function findNeighbours(topology: Topology, { segments }: Segments): readonly Neighbour[][] {
  const neighbours: Neighbour[][] = topology.interfaces.map(() => []);
  for (const segment of segments) {
    const linksAt = new Map<string, number[]>();
    for (const index of segment.links) {
      for (const end of topology.links[index]!.ends) {
        const key = keyOf(end);
        const known = linksAt.get(key);
        if (known === undefined) linksAt.set(key, [index]);
        else known.push(index);
      }
    }
    for (const start of segment.interfaces) {
      const found = walk(topology, linksAt, start);
      neighbours[start] = found.toSorted((a, b) => a.interface - b.interface);
    }
  }
  return neighbours;
}

/** All interfaces that can be reached through switches; there is one way to each. */
function walk(
  { links }: Topology,
  linksAt: ReadonlyMap<string, readonly number[]>,
  start: number,
): Neighbour[] {
  const found: Neighbour[] = [];
  const way = [{ key: keyOf({ interface: start }), link: -1, toNs: 0, fromNs: 0 }];
  for (let here = way.pop(); here !== undefined; here = way.pop()) {
    for (const index of linksAt.get(here.key) ?? []) {
      if (index === here.link) continue;
      const { ends, delayNs } = links[index]!;
      const isForward = keyOf(ends[0]) === here.key;
      const far = isForward ? ends[1] : ends[0];
      const toNs = here.toNs + delayNs[isForward ? 0 : 1];
      const fromNs = here.fromNs + delayNs[isForward ? 1 : 0];
      if ("interface" in far) found.push({ interface: far.interface, toNs, fromNs });
      else way.push({ key: keyOf(far), link: index, toNs, fromNs });
    }
  }
  return found;
}

function keyOf(end: LinkEnd): string {
  return "interface" in end ? `interface ${end.interface}` : `switch ${end.switch}`;
}
