// SPDX-License-Identifier: MIT
/** The sketch as src/net sees it, at any moment of `build`. */
import { type AddressPlan, planAddresses } from "../../net/addressing.ts";
import { findSegments, type LinkEnd, type Segment, type Topology } from "../../net/topology.ts";
import { parseDuration } from "../../sim/units.ts";
import type { Place } from "./place.ts";
import type { Sketch, SketchEnd, SketchLink } from "./sketch.ts";

/** Default of a link, one way. */
export const LINK_DELAY = "1us";

/** Interfaces in the order of making, links in that of declaration. */
export function topologyOf(sketch: Sketch): Topology {
  return {
    interfaces: sketch.interfaces.map(({ host, name, options }) => ({
      host: host.name,
      name,
      mac: options.mac?.toLowerCase(),
      address: typeof options.address === "string" ? explicit(options.address) : options.address,
    })),
    links: sketch.links.map((link) => ({
      name: link.name,
      ends: [endOf(link.ends[0]), endOf(link.ends[1])],
      delayNs: delaysOf(sketch, link),
    })),
  };
}

function explicit(address: string): "auto" | "none" | readonly string[] {
  return address === "auto" || address === "none" ? address : [address];
}

function endOf(end: SketchEnd): LinkEnd {
  if (end.kind === "interface") return { interface: end.order };
  // A port that belongs to nothing is alone, however many there are.
  const { index, name } = end.switch;
  return { switch: index < 0 ? `\0${end.link?.index ?? 0}-${end.end}` : name };
}

/** From the first end to the second, and back; what is written wrong has been told already. */
function delaysOf(sketch: Sketch, { options }: SketchLink): readonly [number, number] {
  const defaults = sketch.defaults?.value.link;
  const forward = options.delay ?? defaults?.delay;
  const reverse =
    options.reverse?.delay ?? options.delay ?? defaults?.reverse?.delay ?? defaults?.delay;
  return [delayNs(forward), delayNs(reverse)];
}

function delayNs(text: string | undefined): number {
  const parsed = parseDuration(text ?? LINK_DELAY);
  return typeof parsed === "number" ? parsed : 0;
}

/** The last answer for each sketch, and when it was given. */
const answers = new WeakMap<Sketch, { readonly stand: string; readonly plan: AddressPlan }>();

/** The addresses as they are now. Adding a link at the end changes none that has been read. */
export function addressesNow(sketch: Sketch): AddressPlan {
  const { ipv4, ipv6 } = sketch.addressing?.value ?? {};
  // Interfaces and links only ever become more.
  const stand = `${sketch.interfaces.length} ${sketch.links.length} ${ipv4} ${ipv6}`;
  const known = answers.get(sketch);
  if (known?.stand === stand) return known.plan;
  const plan = planAddresses(topologyOf(sketch), { ipv4, ipv6 });
  answers.set(sketch, { stand, plan });
  return plan;
}

/**
 * Where an address was read in one of the two segments that a link between two switches would join;
 * undefined: the link changes no address that was read.
 */
export function readBeforeJoining(
  sketch: Sketch,
  a: SketchEnd,
  b: SketchEnd,
): { readonly place: Place | undefined } | undefined {
  // An interface is linked once, so that it never brings a segment with addresses along.
  if (a.kind !== "port" || b.kind !== "port" || sketch.reads.length === 0) return undefined;
  const { segments } = findSegments(topologyOf(sketch));
  const [first, second] = [a, b].map((port) =>
    segments.find((segment) => port.switch.ports.some(({ link }) => isOf(segment, link))),
  );
  if (first === undefined || second === undefined || first === second) return undefined;
  const joined = [...first.interfaces, ...second.interfaces];
  if (first.interfaces.length === 0 || second.interfaces.length === 0) return undefined;
  return sketch.reads.find((read) => joined.includes(read.interface.order));
}

function isOf(segment: Segment, link: SketchLink | undefined): boolean {
  return link !== undefined && segment.links.includes(link.index);
}
