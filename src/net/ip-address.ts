// SPDX-License-Identifier: MIT
/** IPv4 and IPv6 addresses and prefixes: text (RFC 4291, printed as RFC 5952 says) and numbers. */

export type Family = 4 | 6;

export interface IpAddress {
  readonly family: Family;
  /** 32 or 128 bits. */
  readonly value: bigint;
}

/** An address together with the length of its prefix, as of an interface. */
export interface IpPrefix extends IpAddress {
  readonly length: number;
}

export function addressBits(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** Undefined when the text is no address. */
export function parseAddress(text: string): IpAddress | undefined {
  const value = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
  return value === undefined ? undefined : { family: text.includes(":") ? 6 : 4, value };
}

/** "10.0.0.1/24"; undefined when the text is not of this form. */
export function parsePrefix(text: string): IpPrefix | undefined {
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const address = parseAddress(match[1] ?? "");
  const length = Number(match[2]);
  if (address === undefined || length > addressBits(address.family)) return undefined;
  return { ...address, length };
}

export function formatAddress({ family, value }: IpAddress): string {
  return family === 4 ? formatIpv4(value) : formatIpv6(value);
}

/** The network's address: all bits after the prefix are zero. */
export function networkOf(prefix: IpPrefix): IpPrefix {
  const hostBits = BigInt(addressBits(prefix.family) - prefix.length);
  return { ...prefix, value: (prefix.value >> hostBits) << hostBits };
}

/** "10.0.0.0/24" */
export function formatNetwork(prefix: IpPrefix): string {
  return `${formatAddress(networkOf(prefix))}/${prefix.length}`;
}

export function contains(prefix: IpPrefix, address: IpAddress): boolean {
  if (prefix.family !== address.family) return false;
  return networkOf(prefix).value === networkOf({ ...address, length: prefix.length }).value;
}

function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const byte of match.slice(1)) {
    if (Number(byte) > 255 || (byte.length > 1 && byte.startsWith("0"))) return undefined;
    value = (value << 8n) | BigInt(byte);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const parts = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(wordsOf)));
  const [head = [], tail = []] = parts;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const word of [...head, ...Array.from({ length: missing }, () => 0), ...tail]) {
    if (Number.isNaN(word)) return undefined;
    value = (value << 16n) | BigInt(word);
  }
  return value;
}

/** One group of an IPv6 address as words of 16 bits: one, or two when it is dotted. */
function wordsOf(group: string): number[] {
  if (/^[0-9a-f]{1,4}$/i.test(group)) return [Number.parseInt(group, 16)];
  const value = parseIpv4(group);
  return value === undefined ? [Number.NaN] : [Number(value >> 16n), Number(value & 0xffffn)];
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".");
}

function formatIpv6(value: bigint): string {
  const words = Array.from({ length: 8 }, (_, i) =>
    Number((value >> BigInt(112 - 16 * i)) & 0xffffn),
  );
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  if (best.length === 1) return formatWords(words);
  const head = words.slice(0, best.start);
  const tail = words.slice(best.start + best.length);
  return `${formatWords(head)}::${formatWords(tail)}`;
}

function formatWords(words: readonly number[]): string {
  return words.map((word) => word.toString(16)).join(":");
}
