// SPDX-License-Identifier: MIT
/** What is wrong with a scenario: collected while it is written down, told at once. */
import { type Place, showPlace } from "./place.ts";

/** One thing that is wrong. */
export interface Issue {
  /** Where in TypeScript: "exp.ts:9:5"; undefined in code without a file. */
  readonly place: string | undefined;
  /** Where in the scenario: "link h1-h2: rate". */
  readonly subject: string;
  /** The value as written, quoted. */
  readonly value: string;
  /** `"5 MBit" is not a rate. Write a number and bps, kbps, Mbps or Gbps, such as "5Mbps".` */
  readonly message: string;
  readonly choices: readonly string[];
}

/** The scenario is wrong; nothing was started. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError" as const;
  readonly issues: readonly [Issue, ...Issue[]];

  constructor(issues: readonly [Issue, ...Issue[]]) {
    super(issues.map((issue) => formatIssue(issue)).join("\n"));
    this.issues = issues;
  }
}

/** One line: `exp.ts:9:24 link h1-h2: rate "5 MBit" is not a rate. …` */
export function formatIssue(issue: Issue): string {
  const { place, subject, value, message } = issue;
  const option = subject.includes(": ") && value !== "" && message.startsWith(value);
  return `${place === undefined ? "" : `${place} `}${subject}${option ? "" : ":"} ${message}`;
}

/** A value as it stands in a message. */
export function quote(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null && "kind" in value) {
    const name = "name" in value && typeof value.name === "string" ? value.name : "";
    if (typeof value.kind === "string") return `${value.kind} ${name}`.trim();
  }
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  // JSON has no NaN and no Infinity.
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** An issue whose place is not yet shown as text. */
export interface Note {
  readonly place: Place | undefined;
  readonly subject: string;
  /** Quoted; "" when the message needs none. */
  readonly value: string;
  readonly message: string;
  readonly choices: readonly string[];
}

/** Collects mistakes; whoever notes one goes on with a value that does no harm. */
export class Notes {
  readonly list: Note[] = [];

  add(
    place: Place | undefined,
    subject: string,
    message: string,
    about: { readonly value?: string; readonly choices?: readonly string[] } = {},
  ): void {
    const { value = "", choices = [] } = about;
    // Both directions of a link, or all hosts under a default, may have the same to say.
    const isSaid = this.list.some(
      (note) => note.place === place && note.subject === subject && note.message === message,
    );
    if (!isSaid) this.list.push({ place, subject, value, message, choices });
  }

  /** @throws {ScenarioError} when anything was noted */
  check(show: (module: string) => string): void {
    const [first, ...rest] = this.list.map((note) => ({
      ...note,
      place: note.place === undefined ? undefined : showPlace(note.place, show),
    }));
    if (first !== undefined) throw new ScenarioError([first, ...rest]);
  }
}
