// SPDX-License-Identifier: MIT
/** Captures of a plan: which ports go to which file. */
import { quote } from "../builder/issue.ts";
import { portName } from "../builder/link-handle.ts";
import type { Place } from "../builder/place.ts";
import { durationNs, sizeBytes } from "../builder/quantity.ts";
import type { Sketch, SketchCapture, SketchEnd } from "../builder/sketch.ts";
import type { CapturePlan } from "./plan.ts";

type Port = CapturePlan["ports"][number];

export function resolveCaptures(sketch: Sketch): readonly CapturePlan[] {
  const made = new Map<string, { readonly plan: CapturePlan; readonly place: Place | undefined }>();
  // A capture of every port leaves out what an own one writes, whichever was called first.
  const own = sketch.captures.filter(({ of }) => of !== "all");
  for (const capture of own) {
    const file = capture.files[0]?.file ?? "";
    const plan = capturePlan(file, portsOf(capture), capture);
    const before = made.get(file);
    if (before === undefined) made.set(file, { plan, place: capture.place });
    else if (JSON.stringify(before.plan) !== JSON.stringify(plan)) {
      const value = quote(file);
      const message = `${value} is written by another capture already${sketch.at(before.place)}.`;
      sketch.notes.add(capture.place, `capture ${file}`, message, { value });
    }
  }
  for (const capture of sketch.captures.filter(({ of }) => of === "all")) {
    for (const port of everyPort(sketch)) {
      const file = `${port.name}.pcapng`;
      capture.files.push({ kind: "capture", file });
      if (made.has(file)) continue;
      made.set(file, { plan: capturePlan(file, [port], capture), place: capture.place });
    }
  }
  return [...made.values()].map(({ plan }) => plan);
}

function capturePlan(
  file: string,
  ports: readonly Port[],
  { options }: SketchCapture,
): CapturePlan {
  return {
    file,
    ports,
    snaplenBytes: options.snaplen === undefined ? undefined : sizeBytes(options.snaplen),
    fromNs: options.from === undefined ? undefined : durationNs(options.from),
    untilNs: options.until === undefined ? undefined : durationNs(options.until),
  };
}

function portsOf({ of }: SketchCapture): readonly Port[] {
  if (of === "all") return [];
  switch (of.kind) {
    case "host":
      return of.interfaces.flatMap(portOf);
    case "switch":
      return of.ports.flatMap(portOf);
    case "link":
      return of.ends.flatMap(portOf);
    default:
      return portOf(of);
  }
}

function everyPort(sketch: Sketch): readonly Port[] {
  const hosts = sketch.hosts.flatMap(({ interfaces }) => interfaces.flatMap(portOf));
  return [...hosts, ...sketch.switches.flatMap(({ ports }) => ports.flatMap(portOf))];
}

/** Empty for an end that was never linked, which is told elsewhere. */
function portOf(end: SketchEnd): readonly Port[] {
  const { link } = end;
  if (link === undefined) return [];
  const name =
    end.kind === "interface"
      ? `${end.host.name}-${end.name}`
      : `${end.switch.name}-${portName(end)}`;
  return [{ name, link: link.index, end: end.end }];
}
