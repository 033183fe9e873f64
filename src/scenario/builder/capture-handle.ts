// SPDX-License-Identifier: MIT
/** Writes a capture into the sketch. */
import { checked } from "./explain.ts";
import { quote } from "./issue.ts";
import { callPlace } from "./place.ts";
import { durationNs } from "./quantity.ts";
import { schemas } from "./schema.ts";
import type { Sketch, SketchCapture } from "./sketch.ts";

/** @param file without the ending; unused with "all", whose files are named by their ports */
export function addCapture(
  sketch: Sketch,
  of: SketchCapture["of"],
  file: string,
  options: unknown,
): SketchCapture {
  const place = callPlace();
  const subject = `capture ${file}`;
  const own = checked(schemas.capture, options ?? {}, place, subject, sketch.notes);
  if (of === "all" && own.file !== undefined) {
    const message = 'captures every port, each to its own file. Leave out "file".';
    sketch.notes.add(place, `${subject}: file`, message, { value: quote(own.file) });
  }
  const name = own.file ?? `${file}.pcapng`;
  if (name === "" || name.startsWith("/") || name.split("/").includes("..")) {
    const value = quote(name);
    const message = `${value} is not a name in the folder of results.`;
    sketch.notes.add(place, `${subject}: file`, message, { value });
  }
  if (own.until !== undefined && durationNs(own.until) <= durationNs(own.from ?? "0s")) {
    const value = quote(own.until);
    const message = `${value} is not after the start of the window, ${quote(own.from ?? "0s")}.`;
    sketch.notes.add(place, `${subject}: until`, message, { value });
  }
  const files = of === "all" ? [] : [sketch.keep({ kind: "capture" as const, file: name }, own)];
  const made: SketchCapture = { place, of, options: own, files };
  sketch.captures.push(made);
  return made;
}
