// SPDX-License-Identifier: MIT
/** Links and switches as `build` sees them. */
import type { Interface } from "../api/host.ts";
import type { Link, Switch } from "../api/link.ts";
import type { Capture } from "../api/record.ts";
import type { Ipv4Address, Ipv6Address } from "../api/values.ts";
import { addCapture } from "./capture-handle.ts";
import { checked } from "./explain.ts";
import { interfaceHandle, nextInterface } from "./interface-handle.ts";
import { quote } from "./issue.ts";
import { addLaterVerbs } from "./later.ts";
import { callPlace, type Place } from "./place.ts";
import { schemas } from "./schema.ts";
import type {
  Sketch,
  SketchEnd,
  SketchHost,
  SketchInterface,
  SketchLink,
  SketchPort,
  SketchSwitch,
} from "./sketch.ts";

import { readBeforeJoining } from "./sketch-topology.ts";

export function makeSwitch(sketch: Sketch, given: string, options: unknown): Switch {
  const place = callPlace();
  const name = sketch.claim("switch", given, place);
  const made: SketchSwitch = {
    kind: "switch",
    index: sketch.switches.length,
    name,
    place,
    options: checked(schemas.networkSwitch, options, place, `switch ${name}`, sketch.notes),
    ports: [],
  };
  sketch.switches.push(made);
  const handle: Switch = {
    kind: "switch",
    name: made.name,
    capture: (options) => only(addCapture(sketch, made, made.name, options).files),
  };
  return sketch.keep(handle, made);
}

function only(files: readonly Capture[]): Capture {
  return files[0] as Capture;
}

type Behind = SketchHost | SketchInterface | SketchSwitch;

export function makeLink(sketch: Sketch, a: unknown, b: unknown, options: unknown): Link {
  const place = callPlace();
  const [first, second] = [endpoint(sketch, a), endpoint(sketch, b)];
  const standard = `${nodeName(first, a)}-${nodeName(second, b)}`;
  const given = (options as { readonly name?: unknown } | null)?.name;
  const subject = `link ${typeof given === "string" ? given : standard}`;
  const data = checked(schemas.link, options, place, subject, sketch.notes);
  const name = sketch.linkName(data.name, standard, place);
  for (const [behind, value] of [
    [first, a],
    [second, b],
  ] as const) {
    if (behind !== undefined) continue;
    const cure = "Give a host, an interface or a switch of this network.";
    const message = `${quote(value)} cannot be linked. ${cure}`;
    sketch.notes.add(place, subject, message, { value: quote(value) });
  }
  if (first !== undefined && nodeOf(first) === (second === undefined ? null : nodeOf(second))) {
    const message = `links ${nodeOf(first).name} with itself.`;
    sketch.notes.add(place, subject, message, { value: quote(a) });
  }
  const ends = [
    attach(sketch, first, place, subject),
    attach(sketch, second, place, subject),
  ] as const;
  const read = readBeforeJoining(sketch, ends[0], ends[1]);
  if (read !== undefined) {
    const where = sketch.at(read.place);
    const message = `joins segments whose addresses were read${where}. Link them before.`;
    sketch.notes.add(place, subject, message);
  }
  const index = sketch.links.length;
  const link: SketchLink = { kind: "link", index, name, place, options: data, ends };
  sketch.links.push(link);
  ends.forEach((end, i) => {
    end.link = link;
    end.end = i as 0 | 1;
  });
  return linkHandle(sketch, link);
}

function linkHandle(sketch: Sketch, link: SketchLink): Link {
  const [from, to] = link.ends.map((end) =>
    end.kind === "port" ? portHandle(sketch, end) : interfaceHandle(sketch, end),
  ) as [Interface, Interface];
  const handle: Link = {
    kind: "link",
    name: link.name,
    from,
    to,
    capture: (options) => only(addCapture(sketch, link, link.name, options).files),
  };
  return addLaterVerbs("link", sketch.keep(handle, link), `link ${link.name}`, sketch.notes);
}

function endpoint(sketch: Sketch, value: unknown): Behind | undefined {
  const behind = sketch.behind(value);
  const kinds: readonly unknown[] = ["host", "interface", "switch"];
  return kinds.includes(behind?.kind) ? (behind as Behind) : undefined;
}

function nodeOf(behind: Behind): SketchHost | SketchSwitch {
  return behind.kind === "interface" ? behind.host : behind;
}

function nodeName(behind: Behind | undefined, value: unknown): string {
  return behind === undefined ? quote(value).replaceAll('"', "") : nodeOf(behind).name;
}

/** The end of a new link; what cannot be linked gets one that belongs to nothing, to go on with. */
function attach(
  sketch: Sketch,
  behind: Behind | undefined,
  place: Place | undefined,
  subject: string,
): SketchEnd {
  if (behind?.kind === "host") return nextInterface(sketch, behind, place);
  if (behind?.kind === "switch") return addPort(behind);
  if (behind === undefined) return addPort(nowhere(place));
  if (behind.link === undefined) return behind;
  const which = `${behind.host.name}:${behind.name}`;
  const first = sketch.at(behind.link.place);
  const message = `interface ${which} is linked already, by ${behind.link.name}${first}.`;
  sketch.notes.add(place, subject, message, { value: quote(which) });
  return addPort(nowhere(place));
}

function nowhere(place: Place | undefined): SketchSwitch {
  return { kind: "switch", index: -1, name: "", place, options: {}, ports: [] };
}

function addPort(of: SketchSwitch): SketchPort {
  const port: SketchPort = {
    kind: "port",
    switch: of,
    index: of.ports.length,
    link: undefined,
    end: 0,
  };
  of.ports.push(port);
  return port;
}

export function portName(port: SketchPort): string {
  return `port${port.index + 1}`;
}

/** A switch's port has the face of an interface, without addresses. */
function portHandle(sketch: Sketch, port: SketchPort): Interface {
  const name = portName(port);
  const subject = `switch ${port.switch.name}: ${name}`;
  const none = (): void => {
    sketch.notes.add(callPlace(), subject, "is a port of a switch and has no address.");
  };
  const handle = {
    kind: "interface" as const,
    name,
    get ipv4(): Ipv4Address {
      none();
      return "0.0.0.0";
    },
    get ipv6(): Ipv6Address {
      none();
      return "::";
    },
    capture: (options?: unknown): Capture =>
      only(addCapture(sketch, port, `${port.switch.name}-${name}`, options).files),
  };
  return addLaterVerbs("interface", sketch.keep(handle, port), subject, sketch.notes);
}
