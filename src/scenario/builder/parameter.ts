// SPDX-License-Identifier: MIT
/** Parameters at run time: what `param.…` makes, how `--set` is read, what `--help` says. */

import { parseDuration, parsePercent, parseRate, parseSize } from "../../sim/units.ts";
import type { Parameter, Parameters } from "../api/param.ts";
import { type Notes, quote } from "./issue.ts";
import { suggestion } from "./near.ts";
import { callPlace, type Place } from "./place.ts";

type Kind = Parameter<unknown>["kind"];
export type ParameterValue = string | number | boolean;

/** What stands behind a `Parameter`. */
interface Spec {
  readonly place: Place | undefined;
  /** The first argument and the second, as given. */
  readonly standard: unknown;
  readonly about: unknown;
  readonly choices: readonly (string | number)[];
  readonly min: unknown;
  readonly max: unknown;
}
const specs = new WeakMap<object, Spec>();

export function makeParameter<T>(kind: Kind, standard: unknown, about: unknown): Parameter<T> {
  const { help, min, max } = (about ?? {}) as Readonly<Record<string, unknown>>;
  const choices =
    kind === "choice" && Array.isArray(standard) ? (standard as (string | number)[]) : [];
  const value =
    kind === "choice" ? choices[0] : kind === "packets" ? `${String(standard)}packets` : standard;
  const parameter = { kind, default: value as T, ...(help === undefined ? {} : { help }) };
  specs.set(parameter, { place: callPlace(), standard, about, choices, min, max });
  return parameter as Parameter<T>;
}

/** How the values of a kind are told and measured. A parser says why a text is wrong. */
interface KindRules {
  readonly says: string;
  readonly measure: (value: never) => number | string;
}
const asIs = (value: number): number => value;
const kinds: Readonly<Record<Exclude<Kind, "choice" | "flag" | "text">, KindRules>> = {
  integer: { says: "a whole number", measure: asIs },
  number: { says: "a number", measure: asIs },
  packets: { says: "packets, a whole number", measure: asIs },
  duration: { says: 'a duration, such as "10ms"', measure: (text: string) => parseDuration(text) },
  rate: { says: 'a rate, such as "5Mbps"', measure: parseRate },
  size: { says: 'a size, such as "64KiB"', measure: parseSize },
  percent: { says: 'a percentage, such as "5%"', measure: parsePercent },
};

/** Why a value does not fit, as the end of a sentence that begins with it; undefined: it fits. */
function misfit(kind: Kind, value: unknown): string | undefined {
  switch (kind) {
    case "choice":
      return undefined;
    case "flag":
      return typeof value === "boolean" ? undefined : "is neither true nor false.";
    case "text":
      return typeof value === "string" ? undefined : "is not a text.";
    case "integer":
    case "packets":
      if (kind === "packets" && Number(value) < 0) return "is not a length of a queue.";
      return Number.isSafeInteger(value) ? undefined : "is not a whole number.";
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? undefined : "is not a number.";
    default: {
      const measured = kinds[kind].measure(String(value) as never);
      return typeof measured === "string" ? measured : undefined;
    }
  }
}

/** Outside of min and max, as the end of a sentence. */
function outside(kind: Kind, value: unknown, { min, max }: Spec): string | undefined {
  if (kind === "choice" || kind === "flag" || kind === "text") return undefined;
  const measure = (one: unknown): number => Number(kinds[kind].measure(one as never));
  const wrong = (limit: unknown): boolean =>
    limit === undefined || misfit(kind, limit) !== undefined;
  if (!wrong(min) && measure(value) < measure(min)) return `is less than ${shown(min)}.`;
  if (!wrong(max) && measure(value) > measure(max)) return `is more than ${shown(max)}.`;
  return undefined;
}

const aboutKeys: Readonly<Record<Kind, readonly string[]>> = {
  choice: ["help"],
  flag: ["help"],
  text: ["help"],
  integer: ["help", "min", "max"],
  number: ["help", "min", "max"],
  packets: ["help", "min", "max"],
  duration: ["help", "min", "max"],
  rate: ["help", "min", "max"],
  size: ["help", "min", "max"],
  percent: ["help", "min", "max"],
};

/** Notes what is wrong with the declarations themselves. */
export function checkParameters(
  parameters: Parameters,
  place: Place | undefined,
  notes: Notes,
): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    const subject = `parameter ${name}`;
    const spec = specOf(parameter);
    if (spec === undefined) {
      const value = quote(parameter);
      notes.add(place, subject, `${value} is not a parameter. Write param.text("…") or the like.`, {
        value,
      });
      continue;
    }
    if (!/^[A-Za-z_][\w-]*$/.test(name)) {
      notes.add(spec.place, subject, `"${name}" cannot be written after --set.`, {
        value: quote(name),
      });
    }
    checkParameter(parameter.kind, subject, spec, notes);
  }
}

function checkParameter(kind: Kind, subject: string, spec: Spec, notes: Notes): void {
  const say = (value: unknown, message: string): void => {
    notes.add(spec.place, subject, message, { value: quote(value) });
  };
  for (const key of Object.keys(spec.about ?? {})) {
    if (!aboutKeys[kind].includes(key)) {
      say(key, `${quote(key)} is not an option here.${suggestion(key, aboutKeys[kind])}`);
    }
  }
  if (kind === "choice") {
    if (spec.choices.length === 0) say(spec.standard, "needs at least one choice.");
    for (const one of spec.choices) {
      if (typeof one !== "string" && typeof one !== "number") {
        say(one, `${quote(one)} is neither a text nor a number.`);
      }
    }
    return;
  }
  for (const value of [spec.standard, spec.min, spec.max]) {
    const wrong = value === undefined ? undefined : misfit(kind, value);
    if (wrong !== undefined) say(value, `${quote(value)} ${wrong}`);
  }
  if (misfit(kind, spec.standard) === undefined) {
    const wrong = outside(kind, spec.standard, spec);
    if (wrong !== undefined) say(spec.standard, `default ${quote(spec.standard)} ${wrong}`);
  }
}

function specOf(parameter: unknown): Spec | undefined {
  return typeof parameter === "object" && parameter !== null ? specs.get(parameter) : undefined;
}

/**
 * The values that `build` receives.
 * @param set texts "key=value" as `--set` takes them, or values or their texts by name
 */
export function readValues(
  parameters: Parameters,
  set: readonly string[] | Readonly<Record<string, unknown>>,
  notes: Notes,
): Readonly<Record<string, ParameterValue>> {
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    values[name] = parameter.default as ParameterValue;
  }
  const texts = isList(set);
  const given: readonly (readonly [string, unknown])[] = texts
    ? set.map((text) => splitSet(text))
    : Object.entries(set).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const subject = texts ? `--set ${name}` : `set: ${name}`;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      const names = Object.keys(parameters);
      const message =
        names.length === 0
          ? "this scenario has no parameters."
          : `no parameter of that name.${suggestion(name, names)}`;
      notes.add(undefined, subject, message, { choices: names });
      continue;
    }
    const spec = specOf(parameter);
    if (spec === undefined) continue;
    const read = typeof value === "string" ? fromText(parameter.kind, value, spec) : value;
    const wrong = wrongValue(parameter.kind, read, spec);
    if (wrong === undefined) values[name] = read as ParameterValue;
    else {
      const shown = quote(value);
      notes.add(undefined, subject, `${shown} ${wrong}`, {
        value: shown,
        choices: spec.choices.map(String),
      });
    }
  }
  return values;
}

function isList(
  set: readonly string[] | Readonly<Record<string, unknown>>,
): set is readonly string[] {
  return Array.isArray(set);
}

function splitSet(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, "true"] : [text.slice(0, at), text.slice(at + 1)];
}

/** The value that a text stands for; what it cannot be stays a text, and is refused as such. */
function fromText(kind: Kind, text: string, { choices }: Spec): unknown {
  const plain = text.trim();
  switch (kind) {
    case "choice":
      return choices.find((one) => String(one) === plain) ?? plain;
    case "flag":
      return (
        { true: true, yes: true, "1": true, false: false, no: false, "0": false }[plain] ?? text
      );
    case "integer":
    case "number":
      return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text;
    case "packets":
      return /^\d+$/.test(plain) ? `${plain}packets` : plain;
    case "text":
      return text;
    default:
      return plain;
  }
}

function wrongValue(kind: Kind, value: unknown, spec: Spec): string | undefined {
  if (kind === "choice") {
    if (spec.choices.includes(value as string)) return undefined;
    return `is not one of the choices.${suggestion(String(value), spec.choices.map(String))}`;
  }
  if (kind === "packets") {
    const count = /^(\d+) ?packets$/.exec(String(value))?.[1];
    if (count === undefined) return 'is not a number of packets, such as "100".';
    return outside(kind, Number(count), spec);
  }
  return misfit(kind, value) ?? outside(kind, value, spec);
}

/** A parameter as `--help` shows it. */
export interface ParameterText {
  readonly name: string;
  readonly kind: Kind;
  /** What may be written: "cubic, bbr", "packets, a whole number". */
  readonly values: string;
  readonly default: string;
  readonly help: string;
}

export function describe(parameters: Parameters): readonly ParameterText[] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const spec = specOf(parameter);
    return {
      name,
      kind: parameter.kind,
      values: valuesText(parameter.kind, spec),
      default: String(parameter.kind === "packets" ? spec?.standard : parameter.default),
      help: parameter.help ?? "",
    };
  });
}

/** A limit as `--help` and messages show it: without quotes. */
function shown(limit: unknown): string {
  return typeof limit === "string" ? limit : quote(limit);
}

function valuesText(kind: Kind, spec: Spec | undefined): string {
  switch (kind) {
    case "choice":
      return (spec?.choices ?? []).join(", ");
    case "flag":
      return "true, false";
    case "text":
      return "text";
    default: {
      const { min, max } = spec ?? {};
      const from = min === undefined ? "" : `, from ${shown(min)}`;
      const to = max === undefined ? "" : `${from === "" ? "," : ""} to ${shown(max)}`;
      return `${kinds[kind].says}${from}${to}`;
    }
  }
}
