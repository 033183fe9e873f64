// SPDX-License-Identifier: MIT
/**
 * Verbs that come in a later release. The types do not have them; in JavaScript, and where the
 * types were overruled, a call is told like every other mistake instead of "is not a function".
 */
import type { Notes } from "./issue.ts";
import { callPlace } from "./place.ts";

const verbs = {
  network: ["bus", "expect", "schedule"],
  host: ["sh", "app", "attach", "boot", "crash", "sysctl"],
  interface: ["down", "up"],
  link: ["set", "down", "up"],
  process: ["signal"],
} as const;
const probes = ["tcp", "file", "queue", "qdisc", "counters"] as const;

/** Adds them to a handle, not enumerable. */
export function addLaterVerbs<T extends object>(
  kind: keyof typeof verbs,
  handle: T,
  subject: string,
  notes: Notes,
): T {
  const note = (verb: string) => (): undefined => {
    notes.add(callPlace(), subject, `${verb} comes in a later release.`);
  };
  for (const verb of verbs[kind]) Object.defineProperty(handle, verb, { value: note(verb) });
  if (kind !== "network" && kind !== "process") {
    const probe = Object.fromEntries(probes.map((name) => [name, note(`probe.${name}`)]));
    Object.defineProperty(handle, "probe", { value: probe });
  }
  return handle;
}
