// SPDX-License-Identifier: MIT
/**
 * Addresses of a network: MAC, IPv4, IPv6 and the text of /etc/hosts, as pure functions of what is
 * joined to what.
 *
 * Everything follows the order of declaration, so that what is added at the end changes nothing
 * else. Interface i (from 0) has MAC 02:00:00:00:00:00 + i + 1. Segment S has the subnets
 * 10.0.S.0/24 (after 10.0.255 comes 10.1.0) and fd00:0:0:S::/64, and its Nth interface, from 1, the
 * addresses that end in N. An interface takes its N with explicit addresses too; one whose
 * automatic address an earlier interface of the segment has explicitly goes on to the next.
 *
 * @example
 * const topology: Topology = {
 *   interfaces: [{ host: "h1", name: "eth0" }, { host: "h2", name: "eth0" }],
 *   links: [{ name: "h1-h2", ends: [{ interface: 0 }, { interface: 1 }], delayNs: [1000, 1000] }],
 * };
 * planAddresses(topology).interfaces[1]; // 02:00:00:00:00:02, 10.0.0.2/24, fd00::2/64
 */
import {
  addressBits,
  type Family,
  formatAddress,
  type IpPrefix,
  networkOf,
  parsePrefix,
} from "./ip-address.ts";
import {
  findSegments,
  type InterfaceInput,
  type Problem,
  type Segment,
  type Topology,
} from "./topology.ts";

/** Where automatic addresses come from; "none" leaves the family out. */
export interface AddressPools {
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
}

export interface InterfacePlan {
  readonly mac: string;
  /** S of its segment; undefined when it is not linked. */
  readonly segment: number | undefined;
  /** In the order in which the kernel gets them. */
  readonly addresses: readonly IpPrefix[];
}

export interface AddressPlan {
  /** By number of the interface. */
  readonly interfaces: readonly InterfacePlan[];
  readonly problems: readonly Problem[];
}

export const DEFAULT_POOLS: { readonly ipv4: string; readonly ipv6: string } = {
  ipv4: "10.0.0.0/8",
  ipv6: "fd00::/16",
};

/** Lengths of the subnets that are cut from a pool. */
const SUBNET_LENGTHS: Readonly<Record<Family, number>> = { 4: 24, 6: 64 };

export function planAddresses(topology: Topology, pools: AddressPools = {}): AddressPlan {
  const { segments, ofInterface, problems: loops } = findSegments(topology);
  const problems: Problem[] = [...loops];
  const families = [
    readPool(4, pools.ipv4 ?? DEFAULT_POOLS.ipv4, problems),
    readPool(6, pools.ipv6 ?? DEFAULT_POOLS.ipv6, problems),
  ].filter((pool) => pool !== undefined);
  const explicit = topology.interfaces.map((one) => readExplicit(one, problems));
  const addresses: IpPrefix[][] = explicit.map((own) => [...(own ?? [])]);
  for (const segment of segments) {
    for (const pool of families) {
      const automatic = numberInterfaces(segment, pool, explicit);
      for (const [member, address] of automatic) {
        const { host, name } = topology.interfaces[member]!;
        if (address === undefined) problems.push(fullPool(`${host}:${name}`, pool));
        else addresses[member]!.push(address);
      }
    }
  }
  const interfaces = topology.interfaces.map((one, i) => ({
    mac: one.mac ?? macOf(i),
    segment: ofInterface[i]?.number,
    addresses: addresses[i]!,
  }));
  problems.push(...findDuplicates(topology, interfaces));
  return { interfaces, problems };
}

/** First address of a family, as text without prefix. */
export function firstAddress(plan: InterfacePlan, family: Family): string | undefined {
  const address = plan.addresses.find((one) => one.family === family);
  return address && formatAddress(address);
}

/** "10.0.0.1/24" */
export function formatPrefix(address: IpPrefix): string {
  return `${formatAddress(address)}/${address.length}`;
}

/**
 * /etc/hosts for every host: a host's name is its first address of each family, HOST-IF that of an
 * interface. Hosts and interfaces in order of declaration.
 */
export function hostsText(topology: Topology, plan: AddressPlan): string {
  const lines = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"];
  for (const family of [4, 6] as const) {
    const named = new Set<string>();
    for (const [i, { host, name }] of topology.interfaces.entries()) {
      const address = firstAddress(plan.interfaces[i]!, family);
      if (address === undefined) continue;
      const names = named.has(host) ? `${host}-${name}` : `${host} ${host}-${name}`;
      named.add(host);
      lines.push(`${address}\t${names}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function macOf(index: number): string {
  const digits = (0x0200_0000_0000 + index + 1).toString(16).padStart(12, "0");
  return digits.replace(/..(?!$)/g, "$&:");
}

function readPool(family: Family, text: string, problems: Problem[]): IpPrefix | undefined {
  if (text === "none") return undefined;
  const pool = parsePrefix(text);
  if (pool?.family === family) return networkOf(pool);
  const example = family === 4 ? DEFAULT_POOLS.ipv4 : DEFAULT_POOLS.ipv6;
  problems.push({
    subject: `addressing: ipv${family}`,
    value: text,
    message: `is not a pool of IPv${family} addresses, such as "${example}", and not "none".`,
  });
  return undefined;
}

/** The given addresses; undefined for automatic ones. */
function readExplicit(one: InterfaceInput, problems: Problem[]): IpPrefix[] | undefined {
  if (one.address === undefined || one.address === "auto") return undefined;
  if (one.address === "none") return [];
  const addresses: IpPrefix[] = [];
  for (const text of one.address) {
    const address = parsePrefix(text);
    if (address !== undefined) addresses.push(address);
    else {
      problems.push({
        subject: `${one.host}:${one.name}`,
        value: text,
        message: 'is not an address with its prefix length, such as "10.0.0.1/24".',
      });
    }
  }
  return addresses;
}

/** The automatic addresses of a segment's interfaces out of one pool; undefined: none is left. */
function numberInterfaces(
  segment: Segment,
  pool: IpPrefix,
  explicit: readonly (readonly IpPrefix[] | undefined)[],
): Map<number, IpPrefix | undefined> {
  const automatic = new Map<number, IpPrefix | undefined>();
  const subnet = subnetOf(pool, segment.number);
  const taken = new Set<bigint>();
  let last = 0;
  for (const member of segment.interfaces) {
    last++;
    for (const own of explicit[member] ?? []) taken.add(own.value);
    if (explicit[member] !== undefined) continue;
    if (subnet === undefined) {
      automatic.set(member, undefined);
      continue;
    }
    let address = addressIn(subnet, last);
    while (address !== undefined && taken.has(address.value)) address = addressIn(subnet, ++last);
    automatic.set(member, address);
  }
  return automatic;
}

/** Subnet S of a pool; undefined when the pool has not so many. */
function subnetOf(pool: IpPrefix, number: number): IpPrefix | undefined {
  const length = Math.max(SUBNET_LENGTHS[pool.family], pool.length);
  const step = 1n << BigInt(addressBits(pool.family) - length);
  if (BigInt(number) >= 1n << BigInt(length - pool.length)) return undefined;
  return { family: pool.family, value: pool.value + BigInt(number) * step, length };
}

/** Address N of a subnet; undefined when there is none, or it is the broadcast address. */
function addressIn(subnet: IpPrefix, number: number): IpPrefix | undefined {
  const size = 1n << BigInt(addressBits(subnet.family) - subnet.length);
  const end = subnet.family === 4 ? size - 1n : size;
  return BigInt(number) < end ? { ...subnet, value: subnet.value + BigInt(number) } : undefined;
}

function fullPool(subject: string, pool: IpPrefix): Problem {
  const message = `gets no IPv${pool.family} address: its segment is full or the pool used up.`;
  return { subject, value: formatPrefix(pool), message };
}

function findDuplicates(topology: Topology, plans: readonly InterfacePlan[]): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const [i, plan] of plans.entries()) {
    const { host, name } = topology.interfaces[i]!;
    const subject = `${host}:${name}`;
    for (const value of [plan.mac.toLowerCase(), ...plan.addresses.map(formatAddress)]) {
      const owner = owners.get(value);
      if (owner === undefined) owners.set(value, subject);
      else problems.push({ subject, value, message: `is the address of ${owner} already.` });
    }
  }
  return problems;
}
