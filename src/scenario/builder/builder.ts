// SPDX-License-Identifier: MIT
/** The `net` that `build` gets: every call writes into the sketch, notes mistakes and goes on. */
import { randomStream } from "../../sim/random.ts";
import type { GroupOf, Host, HostOptions } from "../api/host.ts";
import type { Endpoint, Link, LinkOptions, Switch } from "../api/link.ts";
import type { Network, RandomStream } from "../api/network.ts";
import type { Capture, CaptureOptions } from "../api/record.ts";
import { addCapture } from "./capture-handle.ts";
import { checked } from "./explain.ts";
import { group } from "./groups.ts";
import { makeHost } from "./host-handle.ts";
import { quote } from "./issue.ts";
import { addLaterVerbs } from "./later.ts";
import { makeLink, makeSwitch } from "./link-handle.ts";
import { suggestion } from "./near.ts";
import { callPlace } from "./place.ts";
import { schemas } from "./schema.ts";
import type { Sketch } from "./sketch.ts";

export function makeNetwork(sketch: Sketch): Network {
  const { notes } = sketch;
  const network: Network = {
    host: (name, options) => makeHost(sketch, name, false, options ?? {}),
    router: (name, options) => makeHost(sketch, name, true, options ?? {}),
    hosts: (prefix, count, options) => many(sketch, "hosts", prefix, count, options ?? {}),
    routers: (prefix, count, options) => many(sketch, "routers", prefix, count, options ?? {}),
    switch: (name, options) => makeSwitch(sketch, name, options ?? {}),
    link: (a, b, options) => makeLink(sketch, a, b, options ?? {}),
    lan: (name, members, options) => lan(sketch, name, members, options),
    chain: (members, options) => pairs(sketch, "chain", members, options),
    ring: (members, options) => pairs(sketch, "ring", members, options),
    star: (centre, leaves, options) => star(sketch, centre, leaves, options),
    defaults: (options) => once(sketch, "defaults", options),
    addressing: (options) => once(sketch, "addressing", options),
    routing: (mode, options) => setRouting(sketch, mode, options),
    capture: (options) => captureAll(sketch, options),
    random: (name) => stream(sketch, name),
  };
  return addLaterVerbs("network", network, "net", notes);
}

function many<N extends number>(
  sketch: Sketch,
  verb: "hosts" | "routers",
  prefix: string,
  count: N,
  options: HostOptions,
): GroupOf<Host, N> {
  let length: number = count;
  if (!Number.isSafeInteger(count) || count < 1) {
    const message = `count ${quote(count)} is not a whole number of at least 1.`;
    sketch.notes.add(callPlace(), `net.${verb} ${quote(prefix)}`, message, { value: quote(count) });
    length = 1;
  }
  const router = verb === "routers";
  const made = Array.from({ length }, (_, i) =>
    makeHost(sketch, `${prefix}${i + 1}`, router, options),
  );
  return group(made, `net.${verb}("${prefix}", ${length})`) as unknown as GroupOf<Host, N>;
}

type ManyLinkOptions = Omit<LinkOptions, "name"> | undefined;

/** The list itself, or an empty one when it is none. */
function listOf(
  sketch: Sketch,
  verb: string,
  members: unknown,
  least: number,
): readonly Endpoint[] {
  const list = Array.isArray(members) ? (members as readonly Endpoint[]) : [];
  if (list.length < least || !Array.isArray(members)) {
    const given = Array.isArray(members) ? `has ${list.length}` : `is ${quote(members)}`;
    const message = `needs a list of at least ${least}; this one ${given}.`;
    sketch.notes.add(callPlace(), `net.${verb}`, message, { value: quote(members) });
  }
  return list;
}

/** `name` is refused where a call makes several links. */
function manyOptions(sketch: Sketch, verb: string, options: ManyLinkOptions): LinkOptions {
  return checked(schemas.links, options ?? {}, callPlace(), `net.${verb}`, sketch.notes);
}

function lan(
  sketch: Sketch,
  name: string,
  members: readonly Endpoint[],
  options: ManyLinkOptions,
): Switch {
  const own = manyOptions(sketch, `lan ${quote(name)}`, options);
  const list = listOf(sketch, `lan ${quote(name)}`, members, 1);
  const made = makeSwitch(sketch, name, {});
  for (const member of list) makeLink(sketch, member, made, own);
  return made;
}

function pairs(
  sketch: Sketch,
  verb: "chain" | "ring",
  members: readonly Endpoint[],
  options: ManyLinkOptions,
): GroupOf<Link, number> {
  const own = manyOptions(sketch, verb, options);
  const list = listOf(sketch, verb, members, verb === "ring" ? 3 : 2);
  const closed = verb === "ring" ? list.length : list.length - 1;
  const links: Link[] = [];
  for (let i = 0; i < closed; i++) {
    const [one, next] = [list[i], list[(i + 1) % list.length]];
    links.push(makeLink(sketch, one, next, own));
  }
  return group(links, `net.${verb}`);
}

function star(
  sketch: Sketch,
  centre: Endpoint,
  leaves: readonly Endpoint[],
  options: ManyLinkOptions,
): GroupOf<Link, number> {
  const own = manyOptions(sketch, "star", options);
  const list = listOf(sketch, "star", leaves, 1);
  return group(
    list.map((leaf) => makeLink(sketch, centre, leaf, own)),
    "net.star",
  );
}

/** `defaults` and `addressing`: at most once. */
function once(sketch: Sketch, verb: "defaults" | "addressing", options: unknown): void {
  const place = callPlace();
  const subject = `net.${verb}`;
  const before = sketch[verb];
  if (before !== undefined) {
    sketch.notes.add(place, subject, `is called a second time; first${sketch.at(before.place)}.`);
    return;
  }
  if (verb === "defaults") {
    const value = checked(schemas.defaults, options, place, subject, sketch.notes);
    sketch.defaults = { place, value };
    return;
  }
  const value = checked(schemas.addressing, options, place, subject, sketch.notes);
  const [read] = sketch.reads;
  if (read !== undefined) {
    const message = `comes after an address was read${sketch.at(read.place)}. Call it before.`;
    sketch.notes.add(place, subject, message);
  }
  sketch.addressing = { place, value };
}

const modes = ["shortest-path", "none"] as const;

function setRouting(sketch: Sketch, mode: (typeof modes)[number], options: unknown): void {
  const place = callPlace();
  const subject = "net.routing";
  if (!modes.includes(mode)) {
    const value = quote(mode);
    const message = `${value} is not a way of routing.${suggestion(mode, modes)}`;
    sketch.notes.add(place, subject, message, { value, choices: modes });
    return;
  }
  const about = checked(schemas.multipath, options ?? {}, place, subject, sketch.notes);
  if (sketch.routing !== undefined) {
    const first = sketch.at(sketch.routing.place);
    sketch.notes.add(place, subject, `is called a second time; first${first}.`);
  }
  sketch.routing = { place, value: { mode, multipath: about.multipath ?? false } };
}

function captureAll(sketch: Sketch, options: CaptureOptions | undefined): readonly Capture[] {
  return addCapture(sketch, "all", "net.capture", options).files;
}

function stream(sketch: Sketch, name: string): RandomStream {
  let known = sketch.streams.get(name);
  if (known === undefined) {
    known = randomStream(sketch.seed, "build", name);
    sketch.streams.set(name, known);
  }
  return known;
}
