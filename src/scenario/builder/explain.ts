// SPDX-License-Identifier: MIT
/**
 * One sentence for each mistake that the schema finds: the value as written and what is valid,
 * rather than the validator's words. What later releases bring is told as such.
 */
import * as z from "zod";
import { type Notes, quote } from "./issue.ts";
import { nearest, suggestion } from "./near.ts";
import type { Place } from "./place.ts";

type Path = readonly PropertyKey[];

interface Told {
  readonly path: Path;
  readonly value: string;
  readonly message: string;
  readonly choices: readonly string[];
}

/** Options that exist in no release yet. */
const laterKeys: ReadonlySet<string> = new Set([
  "clock",
  "instructionsPerSecond",
  "modules",
  "config",
  "cmdline",
  "jitter",
  "duplicate",
  "corrupt",
  "reorder",
  "vlan",
  "after",
  "restart",
  "restartDelay",
  "stdout",
  "stderr",
  "nic",
  "ageing",
  "latency",
]);
const laterKernels: ReadonlySet<unknown> = new Set(["5.10", "6.1", "7.2"]);
/** Options that later take a model or a function too. */
const laterForms: Readonly<Record<string, string>> = {
  rate: "a trace or a function",
  loss: "a model or a function",
  queue: "an object with marking",
};

/** How a number is written where a text is wanted; undefined: it is none such. */
const numberForms: Readonly<Record<string, (value: number) => string | undefined>> = {
  queue: (value) => (Number.isSafeInteger(value) && value > 0 ? `${value}packets` : undefined),
  mode: (value) =>
    Number.isSafeInteger(value) && value >= 0 && value <= 0o7777
      ? `0${value.toString(8).padStart(3, "0")}`
      : undefined,
};

/**
 * A value as the schema has it. What is wrong is noted, and left out of the answer, so that whoever
 * asked goes on and finds the next mistake.
 */
export function checked<T extends object>(
  schema: z.ZodType<T>,
  value: unknown,
  place: Place | undefined,
  subject: string,
  notes: Notes,
): T {
  const result = schema.safeParse(withoutUndefined(value));
  if (result.success) return result.data;
  for (const told of explainAll(schema, result.error, value)) {
    const path = told.path.map((step) =>
      typeof step === "number" ? String(step + 1) : String(step),
    );
    const whole = path.length === 0 ? subject : `${subject}: ${path.join(" ")}`;
    notes.add(place, whole, told.message, { value: told.value, choices: told.choices });
  }
  if (typeof value !== "object" || value === null) return {} as T;
  const wrong = new Set(
    result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" && issue.path.length === 0
        ? issue.keys
        : [String(issue.path[0])],
    ),
  );
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key)));
  const again = schema.safeParse(withoutUndefined(rest));
  return again.success ? again.data : ({} as T);
}

/** An option that is undefined is an option that is not given: defaults hold for it. */
function withoutUndefined(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given.map(([key, one]) => [key, withoutUndefined(one)]));
}

function explainAll(schema: z.ZodType, error: z.core.$ZodError, data: unknown): readonly Told[] {
  return error.issues.flatMap((issue) => explain(schema, issue, [], data));
}

/** One sentence for an issue; of a union, the branch that the value was meant for. */
function explain(schema: z.ZodType, issue: z.core.$ZodIssue, base: Path, data: unknown): Told[] {
  const path = [...base, ...issue.path];
  const raw = at(data, path);
  const value = quote(raw);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, keysAt(schema, path)));
    case "invalid_union":
      return explainUnion(schema, issue, path, data);
    case "invalid_value": {
      const choices = issue.values.map(String);
      return [wrongChoice(path, raw, choices)];
    }
    case "invalid_type":
      if (raw === undefined) {
        const missing = quote(String(path.at(-1)));
        return [
          { path: path.slice(0, -1), value: "", message: `${missing} is missing.`, choices: [] },
        ];
      }
      return [told(path, value, otherForm(path, raw) ?? typeSentence(value, issue))];
    case "too_small":
      return [told(path, value, `${value} is less than ${String(issue.minimum)}.`)];
    case "too_big":
      return [told(path, value, `${value} is more than ${String(issue.maximum)}.`)];
    default:
      return [
        told(
          path,
          value,
          issue.message.startsWith("is ")
            ? `${value} ${issue.message}`
            : `${value} is not valid here.`,
        ),
      ];
  }
}

function told(path: Path, value: string, message: string): Told {
  return { path, value, message, choices: [] };
}

function unknownKey(key: string, path: Path, known: readonly string[]): Told {
  const shown = quote(key);
  const isSynonym = nearest(key, known) !== undefined;
  const message =
    laterKeys.has(key) && !isSynonym
      ? `${shown} comes in a later release.`
      : `${shown} is not an option here.${suggestion(key, known)}`;
  return { path, value: shown, message, choices: known };
}

function wrongChoice(path: Path, raw: unknown, choices: readonly string[]): Told {
  const value = quote(raw);
  if (path.includes("kernel") && laterKernels.has(raw)) {
    const message = `${value} comes in a later release. This one has "6.12".`;
    return { path, value, message, choices };
  }
  if (typeof raw === "number") {
    const listed = choices.map((one) => quote(one)).join(", ");
    const message = `${value} is a number here. Write it in quotes: ${listed}.`;
    return { path, value, message, choices };
  }
  const message = `${value} is not one of the choices.${suggestion(String(raw), choices)}`;
  return { path, value, message, choices };
}

function typeSentence(value: string, issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message.startsWith("is ")) return `${value} ${issue.message}`;
  return `${value} is not ${typeNames[issue.expected] ?? `a ${issue.expected}`}.`;
}

/** The validator's words for types, in ours. */
const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  string: "a text",
  record: "a map of names to values",
  array: "a list",
  object: "a set of options",
  boolean: "true or false",
};

/** A number, an object or a function where this release takes a text only. */
function otherForm(path: Path, raw: unknown): string | undefined {
  if (typeof raw === "number") {
    const text = numberForms[String(path.at(-1))]?.(raw);
    return text && `${quote(raw)} is a number here. Write it as a text: ${quote(text)}.`;
  }
  const form = laterForms[String(path.at(-1))];
  if (form === undefined || (typeof raw !== "object" && typeof raw !== "function"))
    return undefined;
  return `${quote(raw)}: ${form} comes in a later release.`;
}

function explainUnion(
  schema: z.ZodType,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  data: unknown,
): Told[] {
  const raw = at(data, path);
  const value = quote(raw);
  const meant = [...issue.errors]
    .filter((branch) => branch.length > 0)
    .sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  if (meant !== undefined && depth(meant) > 0) {
    return meant.flatMap((one) => explain(schema, one, path, data));
  }
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) {
    const known = keysAt(schema, path);
    const unknown = Object.keys(raw).filter((key) => !known.includes(key));
    if (unknown.length > 0) return unknown.map((key) => unknownKey(key, path, known));
    const options = `Options: ${known.join(", ")}.`;
    const message = `${value} is incomplete, or mixes what excludes each other. ${options}`;
    return [{ path, value, message, choices: known }];
  }
  const leafIssues = leaves(issue);
  const choices = leafIssues.flatMap((one) =>
    one.code === "invalid_value" ? one.values.map(String) : [],
  );
  const sentence = leafIssues.find((one) => one.message.startsWith("is not"))?.message;
  if (sentence !== undefined) return [told(path, value, `${value} ${sentence}`)];
  const bound = leafIssues.find((one) => one.code === "too_small" || one.code === "too_big");
  if (bound !== undefined) return explain(schema, bound, path, data);
  if (choices.length > 0) return [wrongChoice(path, raw, choices)];
  const types = leafIssues.flatMap((one) =>
    one.code === "invalid_type" ? [typeNames[one.expected] ?? `a ${one.expected}`] : [],
  );
  const either = types.length === 0 ? "valid here" : [...new Set(types)].join(" or ");
  return [told(path, value, `${value} is not ${either}.`)];
}

/** What the branches of a union, and of unions in it, say of the value itself. */
function leaves(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  return issue.errors
    .flat()
    .flatMap((one) =>
      one.path.length > 0 ? [] : one.code === "invalid_union" ? leaves(one) : [one],
    );
}

/** How well a branch fits: an unknown key speaks against it, an issue further in for it. */
function depth(branch: readonly z.core.$ZodIssue[]): number {
  if (branch.some((one) => one.code === "unrecognized_keys" && one.path.length === 0)) return 0;
  return Math.max(...branch.map((one) => one.path.length));
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, step) => (node as Record<PropertyKey, unknown> | undefined)?.[step],
    data,
  );
}

interface Json {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly additionalProperties?: Json | boolean;
  readonly anyOf?: readonly Json[];
}

/** The keys that the schema knows at a path, out of its JSON form. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let nodes: readonly Json[] = [
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json,
  ];
  for (const step of path) {
    nodes = nodes.flatMap(alternatives).flatMap((node) => {
      const more = node.additionalProperties;
      return [
        node.properties?.[String(step)],
        node.items,
        typeof more === "object" ? more : undefined,
      ].filter((next) => next !== undefined);
    });
  }
  const keys = nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {}));
  return [...new Set(keys)];
}

function alternatives(node: Json): readonly Json[] {
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(alternatives);
}
