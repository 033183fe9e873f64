// SPDX-License-Identifier: MIT
/** Links and switches of a plan: defaults, directions, queues. */
import type { LinkData } from "../builder/data.ts";
import { quote } from "../builder/issue.ts";
import { durationNs, queueRoom, rateBps, share } from "../builder/quantity.ts";
import type { Sketch, SketchEnd, SketchLink } from "../builder/sketch.ts";
import { LINK_DELAY } from "../builder/sketch-topology.ts";
import type { DirectionPlan, EndPlan, Framing, LinkPlan, SwitchPlan } from "./plan.ts";

const LINK_RATE = "1Gbps";
const MTU = 1500;
const ETHERNET_HEADER_BYTES = 14;
/** What a port of a switch holds unless a link says otherwise. */
const SWITCH_QUEUE = "1000packets";
/** The shortest frame, an ARP request, as each framing counts it. */
const LEAST_BYTES: Readonly<Record<Framing, number>> = { ethernet: 84, ppp: 30, none: 42 };

type Which = "forward" | "reverse";
type DirectionOptions = NonNullable<LinkData["reverse"]>;

/**
 * Options of one direction: the defaults' for both, for this one, then the link's own in that
 * order.
 */
export function directionOptions(
  sketch: Sketch,
  { options }: SketchLink,
  which: Which,
): DirectionOptions {
  const defaults = sketch.defaults?.value.link ?? {};
  return {
    ...defaults,
    ...(which === "reverse" ? defaults.reverse : {}),
    ...options,
    ...(which === "reverse" ? options.reverse : {}),
  };
}

export function mtuOf(sketch: Sketch, { options }: SketchLink): number {
  return options.mtu ?? sketch.defaults?.value.link?.mtu ?? MTU;
}

export function resolveSwitches(sketch: Sketch): readonly SwitchPlan[] {
  return sketch.switches.map(({ name, options, ports }) => ({
    name,
    mac: options.mac?.toLowerCase(),
    ports: ports.map(({ link, end }) => ({ link: link?.index ?? -1, end })),
  }));
}

export function resolveLinks(sketch: Sketch): readonly LinkPlan[] {
  return sketch.links.map((link) => {
    const framing = link.options.framing ?? sketch.defaults?.value.link?.framing ?? "ethernet";
    const mtu = mtuOf(sketch, link);
    const [first, second] = link.ends;
    return {
      name: link.name,
      mtu,
      framing,
      ends: [resolveEnd(first), resolveEnd(second)],
      forward: resolveDirection(sketch, link, "forward", first, framing, mtu),
      reverse: resolveDirection(sketch, link, "reverse", second, framing, mtu),
    };
  });
}

function resolveEnd(end: SketchEnd): EndPlan {
  return end.kind === "interface"
    ? { kind: "host", host: end.host.index, interface: end.index }
    : { kind: "switch", switch: end.switch.index, port: end.index };
}

function resolveDirection(
  sketch: Sketch,
  link: SketchLink,
  which: Which,
  sender: SketchEnd,
  framing: Framing,
  mtu: number,
): DirectionPlan {
  const options = directionOptions(sketch, link, which);
  const { rate = LINK_RATE, delay = LINK_DELAY, loss = "0%" } = options;
  const queue = options.queue ?? (sender.kind === "port" ? SWITCH_QUEUE : undefined);
  const plan = {
    rateBps: rateBps(rate),
    delayNs: durationNs(delay),
    lossShare: share(loss),
    queue: queue === undefined ? undefined : queueRoom(queue),
  };
  const subject = `link ${link.name}`;
  const sendNs = Math.floor((LEAST_BYTES[framing] * 8 * 1e9) / plan.rateBps);
  if (plan.delayNs + sendNs < 1) {
    const time = `a frame would take no time at ${rate} with a delay of ${delay}`;
    const message = `${time}. Give a delay of at least "1ns".`;
    sketch.notes.add(link.place, `${subject}: delay`, message, { value: quote(delay) });
  }
  const frame = mtu + ETHERNET_HEADER_BYTES;
  if (plan.queue !== undefined) {
    const { value, needed } =
      "packets" in plan.queue
        ? { value: plan.queue.packets, needed: 1 }
        : { value: plan.queue.bytes, needed: frame };
    if (value < needed) {
      const size = needed > 1 ? ` of ${frame} bytes` : "";
      const message = `${quote(queue)} is less than one frame${size}: nothing would ever pass.`;
      sketch.notes.add(link.place, `${subject}: queue`, message, { value: quote(queue) });
    }
  }
  return plan;
}
