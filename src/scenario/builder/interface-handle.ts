// SPDX-License-Identifier: MIT
/** Interfaces of hosts as `build` sees them. */

import { firstAddress } from "../../net/addressing.ts";
import type { Interface } from "../api/host.ts";
import type { Capture } from "../api/record.ts";
import type { Ipv4Address, Ipv6Address } from "../api/values.ts";
import { addCapture } from "./capture-handle.ts";
import { checked } from "./explain.ts";
import { quote } from "./issue.ts";
import { addLaterVerbs } from "./later.ts";
import { callPlace, type Place } from "./place.ts";
import { schemas } from "./schema.ts";
import type { Sketch, SketchHost, SketchInterface } from "./sketch.ts";
import { addressesNow } from "./sketch-topology.ts";

/** `host.interface("wan", …)` */
export function declareInterface(
  sketch: Sketch,
  host: SketchHost,
  given: string,
  options: unknown,
): Interface {
  const place = callPlace();
  const value = quote(given);
  const name = typeof given === "string" ? given : value;
  const subject = `interface ${host.name}:${name}`;
  if (!/^[A-Za-z0-9_.-]{1,15}$/.test(name) || /^\.*$|^lo$/.test(name)) {
    const rule = "Write letters and digits, at most 15.";
    const message = `${value} is not a name for an interface. ${rule}`;
    sketch.notes.add(place, subject, message, { value });
  }
  const taken = host.interfaces.find((one) => one.name === name);
  if (taken !== undefined) {
    const message = `${value} is an interface of ${host.name} already${sketch.at(taken.place)}.`;
    sketch.notes.add(place, subject, message, { value });
  }
  const data = checked(schemas.networkInterface, options, place, subject, sketch.notes);
  return interfaceHandle(sketch, addInterface(sketch, host, name, place, data));
}

/** The next of eth0, eth1, … that is free. */
export function nextInterface(
  sketch: Sketch,
  host: SketchHost,
  place: Place | undefined,
): SketchInterface {
  const names = new Set(host.interfaces.map((one) => one.name));
  let n = 0;
  while (names.has(`eth${n}`)) n++;
  return addInterface(sketch, host, `eth${n}`, place, {});
}

function addInterface(
  sketch: Sketch,
  host: SketchHost,
  name: string,
  place: Place | undefined,
  options: SketchInterface["options"],
): SketchInterface {
  const made: SketchInterface = {
    kind: "interface",
    host,
    index: host.interfaces.length,
    order: sketch.interfaces.length,
    name,
    place,
    options,
    link: undefined,
    end: 0,
  };
  host.interfaces.push(made);
  sketch.interfaces.push(made);
  return made;
}

export function interfaceHandle(sketch: Sketch, one: SketchInterface): Interface {
  const file = `${one.host.name}-${one.name}`;
  const handle = {
    kind: "interface" as const,
    name: one.name,
    get ipv4(): Ipv4Address {
      return readAddress(sketch, one, 4) as Ipv4Address;
    },
    get ipv6(): Ipv6Address {
      return readAddress(sketch, one, 6) as Ipv6Address;
    },
    capture: (options?: unknown): Capture => {
      const [made] = addCapture(sketch, one, file, options).files;
      return made as Capture;
    },
  };
  const subject = `interface ${one.host.name}:${one.name}`;
  return addLaterVerbs("interface", sketch.keep(handle, one), subject, sketch.notes);
}

/** The address at once, as text; the segment is fixed by it. */
function readAddress(sketch: Sketch, one: SketchInterface, family: 4 | 6): string {
  const place = callPlace();
  const plan = addressesNow(sketch).interfaces[one.order];
  const address = plan === undefined ? undefined : firstAddress(plan, family);
  sketch.reads.push({ interface: one, place });
  if (address !== undefined) return address;
  const subject = `interface ${one.host.name}:${one.name}: ipv${family}`;
  const isAuto = (one.options.address ?? "auto") === "auto";
  const message =
    isAuto && one.link === undefined
      ? "is not linked yet, and has an address once it is."
      : `has no IPv${family} address.`;
  sketch.notes.add(place, subject, message);
  return family === 4 ? "0.0.0.0" : "::";
}
