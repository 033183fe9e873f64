// SPDX-License-Identifier: MIT
/** Names of sysctls, checked before a start. */
import { type Notes, quote } from "../builder/issue.ts";
import { nearest, nearNames } from "../builder/near.ts";
import type { Place } from "../builder/place.ts";
import { IPV4_CONF, IPV6_CONF, NEIGHBOUR, NUMBER_SYSCTLS, OTHER_SYSCTLS } from "./sysctl-names.ts";

/** RFC 8200, section 5: below it an interface has no IPv6. */
export const IPV6_MTU_MIN = 1280;

const plain: readonly string[] = [...NUMBER_SYSCTLS, ...OTHER_SYSCTLS];
const known: ReadonlySet<string> = new Set(plain);
const below: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^net\.ipv4\.conf\.([^.]+)\.(.+)$/, "net.ipv4.conf", IPV4_CONF],
  [/^net\.ipv6\.conf\.([^.]+)\.(.+)$/, "net.ipv6.conf", IPV6_CONF],
  [/^net\.ipv4\.neigh\.([^.]+)\.(.+)$/, "net.ipv4.neigh", NEIGHBOUR],
  [/^net\.ipv6\.neigh\.([^.]+)\.(.+)$/, "net.ipv6.neigh", NEIGHBOUR],
];

/**
 * Notes a name that the kernel lacks. Only names under net.* are known here; for others, such as
 * kernel.* and vm.*, init has the last word.
 */
export function checkSysctl(
  notes: Notes,
  place: Place | undefined,
  subject: string,
  name: string,
  value: string,
  interfaces: readonly { readonly name: string; readonly mtu: number }[],
): void {
  const shown = quote(name);
  const wrong = (message: string, choices: readonly string[] = []): void => {
    notes.add(place, subject, message, { value: shown, choices });
  };
  if (/[\n\0]/.test(value)) wrong(`${shown} has a line break in its value, ${quote(value)}.`);
  if (!/^[\w./-]+$/.test(name)) {
    wrong(`${shown} is not a name. Write it with dots, such as "net.ipv4.tcp_sack".`);
    return;
  }
  if (!name.startsWith("net.") || known.has(name)) return;
  for (const [pattern, folder, names] of below) {
    const [, device = "", leaf = ""] = pattern.exec(name) ?? [];
    if (device === "") continue;
    const devices = [
      "all",
      "default",
      "lo",
      ...interfaces.map(({ name }) => name.replaceAll(".", "/")),
    ];
    if (!devices.includes(device)) {
      wrong(`${shown}: no interface ${quote(device)}. Choices: ${devices.join(", ")}.`, devices);
    } else if (!names.includes(leaf)) {
      const choice = nearest(leaf, names);
      wrong(unknown(shown, choice === undefined ? [] : [`${folder}.${device}.${choice}`]));
    } else if (folder === "net.ipv6.conf" && interfaces.some(isSmall(device))) {
      wrong(`${shown}: ${device} has no IPv6, since its mtu is less than ${IPV6_MTU_MIN}.`);
    }
    return;
  }
  wrong(unknown(shown, nearNames(name, plain)));
}

function isSmall(device: string): (one: { name: string; mtu: number }) => boolean {
  return ({ name, mtu }) => name.replaceAll(".", "/") === device && mtu < IPV6_MTU_MIN;
}

function unknown(shown: string, near: readonly string[]): string {
  const hint = near.length === 0 ? "" : ` Did you mean ${near.map(quote).join(" or ")}?`;
  return `${shown} is no sysctl of this kernel.${hint}`;
}
