// SPDX-License-Identifier: MIT
/** Segments whose interfaces get no address: each is told once, with its limit. */
import type { AddressPlan } from "../../net/addressing.ts";
import { addressBits, type Family } from "../../net/ip-address.ts";
import type { Problem } from "../../net/topology.ts";
import { quote } from "../builder/issue.ts";
import type { Sketch, SketchInterface } from "../builder/sketch.ts";

/** The family of which an interface gets no automatic address; undefined: another problem. */
export function missingFamily({ message }: Problem): Family | undefined {
  const [, family] = /^gets no IPv([46]) address/.exec(message) ?? [];
  return family === undefined ? undefined : family === "4" ? 4 : 6;
}

export function noteFullSegments(sketch: Sketch, addresses: AddressPlan): void {
  const told = new Set<string>();
  const names = new Map(sketch.interfaces.map((one) => [`${one.host.name}:${one.name}`, one]));
  for (const problem of addresses.problems) {
    const family = missingFamily(problem);
    const one = names.get(problem.subject);
    if (family === undefined || one === undefined) continue;
    const { segment } = addresses.interfaces[one.order] ?? {};
    if (told.has(`${segment} ${family}`)) continue;
    told.add(`${segment} ${family}`);
    const members = sketch.interfaces.filter(
      ({ order }) => addresses.interfaces[order]?.segment === segment,
    );
    const { place, name } = whereOf(one);
    const value = quote(problem.value);
    const message = sentence(members, addresses, family, value);
    sketch.notes.add(place ?? one.place, name, message, { value });
  }
}

function sentence(
  members: readonly SketchInterface[],
  { interfaces }: AddressPlan,
  family: Family,
  pool: string,
): string {
  const given = members
    .filter(({ options: { address = "auto" } }) => address === "auto")
    .flatMap(({ order }) => interfaces[order]?.addresses ?? [])
    .find((address) => address.family === family);
  if (given === undefined) {
    const cure = `Write a larger one: net.addressing({ ipv${family}: … }).`;
    return `no IPv${family} addresses are left for it in the pool ${pool}. ${cure}`;
  }
  const reserved = family === 4 ? 2 : 1;
  const most = 2 ** (addressBits(family) - given.length) - reserved;
  const limit = `a segment is a /${given.length} of ${pool} and has ${most} hosts at most`;
  const cure = "Make several, with routers between.";
  return `${members.length} interfaces need IPv${family} addresses; ${limit}. ${cure}`;
}

/** The segment as the scenario knows it: its switch, or the link. */
function whereOf({ link }: SketchInterface): Pick<SketchInterface, "place" | "name"> {
  for (const end of link?.ends ?? []) {
    if (end.kind !== "port" || end.switch.index < 0) continue;
    return { place: end.switch.place, name: `switch ${end.switch.name}` };
  }
  return { place: link?.place, name: `link ${link?.name ?? ""}` };
}
