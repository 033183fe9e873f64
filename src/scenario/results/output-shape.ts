// SPDX-License-Identifier: MIT
/** What `build` returned, as data: which results stand where, in the same lists and records. */
import { group } from "../builder/groups.ts";
import { quote } from "../builder/issue.ts";
import type { Place } from "../builder/place.ts";
import type { Sketch } from "../builder/sketch.ts";

export type OutputShape =
  | { readonly kind: "value"; readonly value: string | number | boolean | undefined }
  /** Indexes in the plan's programs, links and hosts. */
  | { readonly kind: "process" | "link" | "host"; readonly index: number }
  | { readonly kind: "file"; readonly host: string; readonly path: string }
  | { readonly kind: "capture"; readonly file: string }
  | { readonly kind: "list"; readonly items: readonly OutputShape[]; readonly group: boolean }
  | { readonly kind: "record"; readonly items: readonly (readonly [string, OutputShape])[] };

/** The shape of `build`'s value. What has no result is noted. */
export function shapeOf(sketch: Sketch, returned: unknown, place: Place | undefined): OutputShape {
  if (returned !== undefined && (typeof returned !== "object" || returned === null)) {
    const cure = "Return the parts whose results you want, by name: { client, link }.";
    const message = `returns ${quote(returned)}. ${cure}`;
    sketch.notes.add(place, "build", message, { value: quote(returned) });
    return { kind: "value", value: undefined };
  }
  return shape(sketch, returned, "", place, new Set());
}

function shape(
  sketch: Sketch,
  part: unknown,
  where: string,
  place: Place | undefined,
  around: ReadonlySet<unknown>,
): OutputShape {
  const nothing: OutputShape = { kind: "value", value: undefined };
  if (part === undefined || ["string", "number", "boolean"].includes(typeof part)) {
    return { kind: "value", value: part as string | number | boolean | undefined };
  }
  const note = (what: string): OutputShape => {
    sketch.notes.add(place, `build: ${where || "value"}`, `${quote(part)} ${what}`, {
      value: quote(part),
    });
    return nothing;
  };
  if (typeof part !== "object" || part === null) return note("has no result.");
  const behind = sketch.behind(part);
  if (behind !== undefined) return shapeOfHandle(part, behind) ?? note("has no result.");
  if (around.has(part)) return note("holds itself.");
  const inside = new Set([...around, part]);
  const next = (item: unknown, key: string): OutputShape =>
    shape(sketch, item, where === "" ? key : `${where}.${key}`, place, inside);
  if (Array.isArray(part)) {
    const items = part.map((item, i) => next(item, String(i)));
    return { kind: "list", items, group: Object.hasOwn(part, "first") };
  }
  const plain = Object.getPrototypeOf(part);
  if (plain !== Object.prototype && plain !== null) return note("has no result.");
  const items = Object.entries(part).map(([key, item]) => [key, next(item, key)] as const);
  return { kind: "record", items };
}

function shapeOfHandle(part: object, behind: { readonly kind?: unknown }): OutputShape | undefined {
  const handle = part as Readonly<Record<"kind" | "host" | "path" | "file", string>>;
  switch (handle.kind) {
    case "process":
    case "link":
    case "host":
      return { kind: handle.kind, index: (behind as { readonly index: number }).index };
    case "file":
      return { kind: "file", host: handle.host, path: handle.path };
    case "capture":
      return { kind: "capture", file: handle.file };
    default:
      return undefined;
  }
}

/** Where results come from when a shape is filled. */
export interface ResultSources {
  process(index: number): unknown;
  link(index: number): unknown;
  host(index: number): unknown;
  file(host: string, path: string): unknown;
  capture(file: string): unknown;
}

export function fillShape(shape: OutputShape, from: ResultSources): unknown {
  switch (shape.kind) {
    case "value":
      return shape.value;
    case "process":
    case "link":
    case "host":
      return from[shape.kind](shape.index);
    case "file":
      return from.file(shape.host, shape.path);
    case "capture":
      return from.capture(shape.file);
    case "list": {
      const items = shape.items.map((item) => fillShape(item, from));
      return shape.group ? group(items, "outputs") : items;
    }
    default:
      return Object.fromEntries(shape.items.map(([key, item]) => [key, fillShape(item, from)]));
  }
}
