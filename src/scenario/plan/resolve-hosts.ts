// SPDX-License-Identifier: MIT
/** Hosts of a plan: interfaces, addresses, sysctls, files, memory. */

import { type AddressPlan, formatPrefix, hostsText } from "../../net/addressing.ts";
import type { Topology } from "../../net/topology.ts";
import { encodeUtf8 } from "../../wasm/text.ts";
import { splitWords } from "../builder/command-words.ts";
import type { FileData, HostData } from "../builder/data.ts";
import { quote } from "../builder/issue.ts";
import type { Place } from "../builder/place.ts";
import { durationNs, sizeBytes } from "../builder/quantity.ts";
import type { Sketch, SketchHost, SketchInterface } from "../builder/sketch.ts";
import type { Environment, FoundFile } from "../environment.ts";
import { missingFamily, noteFullSegments } from "./full-segments.ts";
import type { FilePlan, HostPlan, InterfacePlan } from "./plan.ts";
import { directionOptions, mtuOf } from "./resolve-links.ts";
import { checkSysctl, IPV6_MTU_MIN } from "./sysctls.ts";

const PAGE_BYTES = 65_536;
/** Below it a kernel does not boot with its tables and a few sockets. */
const MEMORY_BYTES_MIN = 16 * 2 ** 20;
const MEMORY_BYTES_MAX = 2 ** 31;
const PROCESS_BYTES_MIN = 2 * 2 ** 20;
const PROCESS_BYTES_MAX = 2 ** 30;

const FORWARDING = [
  ["net.ipv4.ip_forward", "1"],
  ["net.ipv6.conf.all.forwarding", "1"],
] as const;

export interface HostSurroundings {
  readonly topology: Topology;
  readonly addresses: AddressPlan;
  readonly environment: Environment;
  readonly module: string | undefined;
}

/** All of a host's options, the defaults' included: maps are joined key by key, own values win. */
export function hostOptions(sketch: Sketch, host: SketchHost): HostData {
  const defaults = sketch.defaults?.value.host ?? {};
  const own = host.options;
  return {
    ...defaults,
    ...own,
    sysctl: { ...defaults.sysctl, ...own.sysctl },
    files: { ...defaults.files, ...own.files },
    env: { ...defaults.env, ...own.env },
    cpu: { ...defaults.cpu, ...own.cpu },
    install: [...new Set([...(defaults.install ?? []), ...(own.install ?? [])])],
  };
}

export function isForwarding(sketch: Sketch, host: SketchHost): boolean {
  const { forwarding = false } = sketch.defaults?.value.host ?? {};
  return host.options.forwarding ?? (host.router || forwarding);
}

/** Hosts without their routes, which need all of them. */
export function resolveHosts(
  sketch: Sketch,
  surroundings: HostSurroundings,
): readonly Omit<HostPlan, "routes">[] {
  noteAddressProblems(sketch, surroundings.addresses);
  noteFullSegments(sketch, surroundings.addresses);
  const names = encodeUtf8(hostsText(surroundings.topology, surroundings.addresses));
  return sketch.hosts.map((host) => {
    const options = hostOptions(sketch, host);
    const { kernel = "6.12" } = options;
    const interfaces = host.interfaces.flatMap((one) =>
      resolveInterface(sketch, one, surroundings.addresses),
    );
    const forwarding = isForwarding(sketch, host);
    const hosts = { path: "/etc/hosts", content: names, mode: 0o644, uid: 0, gid: 0 };
    return {
      name: host.name,
      kernel: typeof kernel === "string" ? kernel : (kernel.version ?? "6.12"),
      interfaces,
      sysctls: resolveSysctls(sketch, host, options, interfaces, forwarding),
      files: resolveFiles(sketch, host, options, surroundings, hosts),
      forwarding,
      memoryBytes: memory(sketch, host, options),
      processMemoryBytes: processMemory(sketch, host, options),
      perSyscallNs: perSyscall(sketch, host, options),
    };
  });
}

function noteAddressProblems(sketch: Sketch, addresses: AddressPlan): void {
  const { problems } = addresses;
  for (const { subject, value, message } of problems.filter((one) => !missingFamily(one))) {
    if (value !== undefined && isFarMac(sketch, addresses, subject, value)) continue;
    const one = sketch.interfaces.find(({ host, name }) => `${host.name}:${name}` === subject);
    const link = sketch.links.find(({ name }) => `link ${name}` === subject);
    const place = one?.place ?? link?.place ?? sketch.addressing?.place;
    const whole = one === undefined ? subject : `interface ${subject}: address`;
    const text = value === undefined ? message : `${quote(value)} ${message}`;
    sketch.notes.add(place, whole, text, value === undefined ? {} : { value: quote(value) });
  }
}

/** A given MAC may be that of another segment's interface, where nobody confuses them. */
function isFarMac(
  sketch: Sketch,
  { interfaces }: AddressPlan,
  subject: string,
  value: string,
): boolean {
  const sharing = sketch.interfaces.filter(({ order }) => interfaces[order]?.mac === value);
  const one = sharing.find(({ host, name }) => `${host.name}:${name}` === subject);
  if (one === undefined) return false;
  const segment = interfaces[one.order]?.segment;
  return sharing.every(
    ({ order }) => order === one.order || interfaces[order]?.segment !== segment,
  );
}

function resolveInterface(
  sketch: Sketch,
  one: SketchInterface,
  { interfaces }: AddressPlan,
): readonly InterfacePlan[] {
  const subject = `interface ${one.host.name}:${one.name}`;
  const { link, end } = one;
  if (link === undefined) {
    const cure = `Link it: net.link(${one.host.name}.interface(…), …).`;
    const message = `is declared and never linked. ${cure}`;
    sketch.notes.add(one.place, subject, message);
    return [];
  }
  const linkMtu = mtuOf(sketch, link);
  const mtu = one.options.mtu ?? linkMtu;
  if (mtu > linkMtu) {
    const message = `${mtu} is more than the mtu of link ${link.name}, ${linkMtu}.`;
    sketch.notes.add(one.place, `${subject}: mtu`, message, { value: String(mtu) });
  }
  const plan = interfaces[one.order];
  if (mtu < IPV6_MTU_MIN && plan?.addresses.some(({ family }) => family === 6)) {
    const cure = 'Leave it out: net.addressing({ ipv6: "none" }).';
    const message = `${mtu} is less than 1280, which IPv6 needs. ${cure}`;
    sketch.notes.add(one.place, `${subject}: mtu`, message, { value: String(mtu) });
  }
  const direction = directionOptions(sketch, link, end === 0 ? "forward" : "reverse");
  const qdisc = one.options.qdisc ?? direction.qdisc;
  return [
    {
      name: one.name,
      mac: plan?.mac ?? "",
      mtu,
      addresses: (plan?.addresses ?? []).map(formatPrefix),
      link: link.index,
      end,
      qdisc: qdisc === undefined ? undefined : qdiscWords(sketch, one, subject, qdisc),
    },
  ];
}

/** "fq_codel limit 1000"; a leading "root" is what some write too. */
function qdiscWords(
  sketch: Sketch,
  { place }: SketchInterface,
  subject: string,
  text: string,
): readonly string[] {
  const { words, problem } = splitWords(text);
  const [first] = words;
  if (problem !== undefined || first === undefined) {
    const why = problem ?? "names no queue discipline";
    sketch.notes.add(place, `${subject}: qdisc`, `${quote(text)}: ${why}.`, { value: quote(text) });
  } else if (["tc", "qdisc", "add", "dev", "root"].includes(first)) {
    const cure = 'Write what follows "root", such as "fq_codel limit 1000".';
    const message = `${quote(text)} begins with ${quote(first)}. ${cure}`;
    sketch.notes.add(place, `${subject}: qdisc`, message, { value: quote(text) });
  }
  return words;
}

function resolveSysctls(
  sketch: Sketch,
  host: SketchHost,
  options: HostData,
  interfaces: readonly InterfacePlan[],
  forwarding: boolean,
): HostPlan["sysctls"] {
  // No frame leaves before a program acts: no router is asked for, and no address is probed.
  const quiet = interfaces.flatMap(({ name, mtu }) => {
    // The kernel takes IPv6 off an interface that is too small for it (addrconf.c), sysctls too.
    if (mtu < IPV6_MTU_MIN) return [];
    // As sysctl(8) has it: a dot in a name is written as a slash.
    const folder = `net.ipv6.conf.${name.replaceAll(".", "/")}`;
    return [
      [`${folder}.router_solicitations`, "0"],
      [`${folder}.accept_dad`, "0"],
    ] as const;
  });
  const forward = forwarding ? FORWARDING : [];
  const own = Object.entries(options.sysctl ?? {}).filter(([, value]) => value !== undefined);
  for (const [name, value] of own) {
    const place = name in (host.options.sysctl ?? {}) ? host.place : sketch.defaults?.place;
    checkSysctl(sketch.notes, place, `host ${host.name}: sysctl`, name, String(value), interfaces);
  }
  return [
    ...["all", "default"].map((name) => [`net.ipv6.conf.${name}.accept_dad`, "0"] as const),
    ...quiet,
    ...forward,
    ...own,
  ].map(([name, value]) => ({ name, value: String(value) }));
}

/** Sorted by path; of several for one path the last counts. */
function resolveFiles(
  sketch: Sketch,
  host: SketchHost,
  options: HostData,
  surroundings: HostSurroundings,
  hosts: FilePlan,
): readonly FilePlan[] {
  const files = new Map<string, FilePlan>([[hosts.path, hosts]]);
  const add = (place: Place | undefined, path: string, content: FileData): void => {
    const made = resolveFile(sketch, host, place, path, content, surroundings);
    if (made !== undefined) files.set(made.path, made);
  };
  for (const [path, content] of Object.entries(options.files ?? {})) {
    const isOwn = path in (host.options.files ?? {});
    add(isOwn ? host.place : sketch.defaults?.place, path, content);
  }
  for (const { place, path, content } of host.files) add(place, path, content);
  for (const from of options.install ?? []) {
    const isOwn = host.options.install?.includes(from) === true;
    const place = isOwn ? host.place : sketch.defaults?.place;
    const subject = `host ${host.name}: install`;
    const found = findFile(sketch, place, subject, from, surroundings);
    if (found === undefined) continue;
    const value = quote(from);
    const why = noProgram(value, found);
    if (why !== undefined) sketch.notes.add(place, subject, why, { value });
    const path = `/usr/local/bin/${baseName(from)}`;
    files.set(path, { path, content: { from: found.path }, mode: 0o755, uid: 0, gid: 0 });
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Why a file that was found cannot be installed as a program. */
function noProgram(shown: string, { kind, program }: FoundFile): string | undefined {
  if (kind !== "file") return `${shown} is a folder, not a program.`;
  if (program === "machine") {
    return `cannot run ${shown}: it is a program of this machine. Build it with dce cc.`;
  }
  if (program !== "other") return undefined;
  const cure =
    'A script begins with "#!" and its interpreter. Copy other files with the option files';
  return `cannot run ${shown}: it is neither a program of dce cc nor a script. ${cure}.`;
}

export function baseName(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? path;
}

const ownFolders = /^\/(?:proc|sys|dev|run|tmp)(?:\/|$)/;

function resolveFile(
  sketch: Sketch,
  host: SketchHost,
  place: Place | undefined,
  path: string,
  content: FileData,
  surroundings: HostSurroundings,
): FilePlan | undefined {
  const subject = `host ${host.name}: files ${path}`;
  const value = quote(path);
  const wrong = (message: string): void => sketch.notes.add(place, subject, message, { value });
  if (!path.startsWith("/")) wrong(`${value} is not a path on the host. It begins with "/".`);
  else if (path.split("/").some((part) => part === ".." || part === ".")) {
    wrong(`${value} has "." or ".." in it. Write the path itself.`);
  } else if (ownFolders.test(path)) {
    wrong(`${value} is made by the kernel when the host boots, and cannot be given.`);
  }
  const clean = path.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
  if (typeof content === "string") return plain(clean, encodeUtf8(content));
  if (content instanceof Uint8Array) return plain(clean, Uint8Array.from(content));
  const mode = content.mode === undefined ? undefined : Number.parseInt(content.mode, 8);
  const { uid = 0, gid = 0 } = content;
  if ("text" in content) {
    const bytes = encodeUtf8(content.text);
    return { path: clean, content: bytes, mode: mode ?? 0o644, uid, gid };
  }
  const found = findFile(sketch, place, subject, content.from, surroundings);
  if (found === undefined) return undefined;
  return { path: clean, content: { from: found.path }, mode, uid, gid };
}

function plain(path: string, content: Uint8Array): FilePlan {
  return { path, content, mode: 0o644, uid: 0, gid: 0 };
}

function findFile(
  sketch: Sketch,
  place: Place | undefined,
  subject: string,
  from: string,
  { environment, module }: HostSurroundings,
): FoundFile | undefined {
  const found = environment.machine.find(from, module);
  if (found !== undefined && found.kind !== "other") return found;
  const value = quote(from);
  const why = found === undefined ? "no such file or folder" : "neither a file nor a folder";
  const message = `cannot copy ${value}: ${why}. It is relative to the scenario.`;
  sketch.notes.add(place, subject, message, { value });
  return undefined;
}

type Sized = "memory" | "processMemory";

function bounded(
  sketch: Sketch,
  host: SketchHost,
  option: Sized,
  text: string,
  least: readonly [bytes: number, text: string],
  most: readonly [bytes: number, text: string],
): number {
  const bytes = sizeBytes(text);
  const value = quote(text);
  const wrong =
    bytes < least[0] ? `less than ${least[1]}` : bytes > most[0] ? `more than ${most[1]}` : "";
  if (wrong !== "") {
    const place = host.options[option] === undefined ? sketch.defaults?.place : host.place;
    const message = `${value} is ${wrong}.`;
    sketch.notes.add(place, `host ${host.name}: ${option}`, message, { value });
  }
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

function memory(sketch: Sketch, host: SketchHost, { memory = "64MiB" }: HostData): number {
  const least = [MEMORY_BYTES_MIN, "16MiB, which a kernel needs to boot"] as const;
  return bounded(sketch, host, "memory", memory, least, [MEMORY_BYTES_MAX, "2GiB"]);
}

function processMemory(sketch: Sketch, host: SketchHost, options: HostData): number {
  const { processMemory = "1GiB" } = options;
  const least = [PROCESS_BYTES_MIN, "2MiB, which init needs"] as const;
  return bounded(sketch, host, "processMemory", processMemory, least, [PROCESS_BYTES_MAX, "1GiB"]);
}

function perSyscall(sketch: Sketch, host: SketchHost, { cpu }: HostData): number {
  const text = cpu?.perSyscall ?? "1us";
  const ns = durationNs(text);
  if (ns <= 0) {
    const place = host.options.cpu?.perSyscall === undefined ? sketch.defaults?.place : host.place;
    const message = `${quote(text)} is refused: a loop that polls would never end.`;
    sketch.notes.add(place, `host ${host.name}: cpu perSyscall`, message, { value: quote(text) });
  }
  return ns;
}
