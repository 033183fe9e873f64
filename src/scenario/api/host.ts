// SPDX-License-Identifier: MIT
/**
 * A host: one Linux kernel with its interfaces, files and programs. Verbs write down what shall
 * happen; their last argument says when. Nothing runs during `build`.
 */
import type { Argument, Process, ProgramOptions } from "./program.ts";
import type { Capture, CaptureOptions } from "./record.ts";
import type { Sysctl } from "./sysctl.ts";
import type {
  AddressWithPrefix,
  Duration,
  FileMode,
  Ipv4Address,
  Ipv6Address,
  MacAddress,
  Size,
  When,
} from "./values.ts";

/** Series of kernels; `dce build --list` shows the exact version of each. Default "6.12". */
export type KernelVersion = "6.12";

export interface KernelOptions {
  version?: KernelVersion | undefined;
}

export interface HostOptions {
  /** The host's Linux. Default "6.12". */
  kernel?: KernelVersion | KernelOptions | undefined;
  /** Set before the first program starts. */
  sysctl?: Sysctl | undefined;
  /**
   * Path on the host to content. A string is the text itself; `{ from }` copies a file or folder of
   * the machine.
   */
  files?: Readonly<Record<`/${string}`, FileContent>> | undefined;
  /**
   * Programs of your own, built with `dce cc`, put into /usr/local/bin. Relative to the scenario.
   */
  install?: readonly string[] | undefined;
  /** Environment of every program of the host. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Forwards between its interfaces, IPv4 and IPv6. Default false; true for `net.router`. */
  forwarding?: boolean | undefined;
  /**
   * Memory of the kernel (tables, sockets, /tmp), not of programs. Default "64MiB". Exhausted, the
   * host panics and says so.
   */
  memory?: Size | undefined;
  /** The most that one process may have. Default "1GiB", then ENOMEM. */
  processMemory?: Size | undefined;
  /** What computing costs in virtual time. */
  cpu?: CpuModel | undefined;
}

/** CPU charge model. Charges make polling loops end and a busy host receive late. */
export interface CpuModel {
  /**
   * Charged for each system call. Default "1us". "0s" is refused: a loop that polls would never
   * end.
   */
  perSyscall?: Duration | undefined;
}

/** A string is the text itself, never a path. */
export type FileContent = string | Uint8Array | TextFile | CopiedFile;

interface Attributes {
  /** Default "0644". */
  mode?: FileMode | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
}
export interface TextFile extends Attributes {
  text: string;
}
export interface CopiedFile extends Attributes {
  /**
   * A file or folder of the machine, relative to the scenario. Error before the start when it is
   * not there.
   */
  from: string;
}

export interface InterfaceOptions {
  /**
   * "auto" (default): the next address of the segment's subnet, IPv4 and IPv6. "none": the
   * interface comes up without one (DHCP). Explicit ones need their prefix length: "10.0.0.1/24".
   */
  address?: AddressWithPrefix | readonly AddressWithPrefix[] | "auto" | "none" | undefined;
  mac?: MacAddress | undefined;
  /** Root queue discipline, as tc writes it. */
  qdisc?: string | undefined;
  mtu?: number | undefined;
}

export interface Interface {
  readonly kind: "interface";
  /** "eth0", "eth1" in the order of linking, unless named. */
  readonly name: string;
  /**
   * Address without prefix, as text for arguments and files. Reading it fixes the segment: to join
   * that segment with another afterwards is an error that names both places.
   */
  readonly ipv4: Ipv4Address;
  readonly ipv6: Ipv6Address;
  capture(options?: CaptureOptions): Capture;
}

/** A file or folder of a host, as a check or a program's input names it. */
export interface FileRef {
  readonly kind: "file";
  readonly host: string;
  readonly path: string;
}

export interface Host {
  readonly kind: "host";
  readonly name: string;
  /**
   * Starts a program. A string is split at blanks, with quotes, without a shell; the list form
   * takes hosts (their name) and interfaces (their IPv4 address) as arguments, so that a wrong one
   * does not compile. The first word is a recipe's program, one of `install`, or a path on the
   * host. Error: the near names.
   */
  run(command: string | readonly [string, ...Argument[]], options?: ProgramOptions): Process;
  /**
   * Declares an interface before it is linked, to give it a name or an address:
   * `net.link(h1.interface("wan"), isp)`.
   */
  interface(name: string, options?: InterfaceOptions): Interface;
  /**
   * `route("default", { via: r1 })`. `via` a host means its interface on the segment that both
   * share.
   */
  route(destination: AddressWithPrefix | "default", route: RouteOptions): void;
  /** Writes a file, at the start. */
  write(path: `/${string}`, content: FileContent, when?: When): void;
  /** Names a file for `stdin` or a check. */
  file(path: `/${string}`): FileRef;
  /** Every interface of the host, one pcapng. */
  capture(options?: CaptureOptions): Capture;
}

export interface RouteOptions {
  via?: Host | Interface | Ipv4Address | Ipv6Address | undefined;
  dev?: Interface | undefined;
  metric?: number | undefined;
  table?: number | undefined;
}

/**
 * A list that is not empty, without `!` and `?.`: `first`, `last`, and `get`, which throws when
 * there is no such number.
 */
export interface Group<T> {
  readonly first: T;
  readonly last: T;
  /** Counted from 0. */
  get(index: number): T;
}
/**
 * With a small literal count a tuple: `const [h1, h2] = net.hosts("h", 2)`, without `undefined`;
 * otherwise a list.
 */
export type GroupOf<T, N extends number> = (Small<N> extends true ? Tuple<T, N> : readonly T[]) &
  Group<T>;
/** One or two digits. */
type Small<N extends number> = number extends N
  ? false
  : `${N}` extends `-${string}` | `${string}.${string}`
    ? false
    : `${N}` extends `${infer _First}${infer _Second}${infer Rest}`
      ? Rest extends ""
        ? true
        : false
      : true;
type Tuple<T, N extends number, Built extends readonly T[] = []> = Built["length"] extends N
  ? Built
  : Tuple<T, N, readonly [...Built, T]>;
