// SPDX-License-Identifier: MIT
/**
 * The schema of every option. The lines at the end prove that it and the declarations say the same.
 */
import * as z from "zod";
import {
  parseDuration,
  parsePercent,
  parseQueueSize,
  parseRate,
  parseSize,
} from "../../sim/units.ts";
import type {
  AddressWithPrefix,
  Duration,
  FileMode,
  Ipv4Address,
  Ipv6Address,
  MacAddress,
  Percent,
  QueueSize,
  Rate,
  Size,
} from "../api/values.ts";
import type {
  AddressingData,
  CaptureData,
  DefaultsData,
  FileData,
  HostData,
  InterfaceData,
  LinkData,
  MultipathData,
  ProgramData,
  RouteData,
  SwitchData,
  WhenData,
} from "./data.ts";

declare global {
  /** zod's declarations name this type; the layer has neither the DOM's nor Node's. */
  interface URL {}
}

/** Text of a form: typed as its template; a parser says the sentence about a wrong one. */
function form<T extends string>(parse: (text: string) => unknown): z.ZodType<T, T> {
  const sentence = (input: unknown): string => {
    const parsed = parse(typeof input === "string" ? input : "");
    return typeof parsed === "string" ? parsed : "is not valid here.";
  };
  return z
    .string({ error: (issue) => sentence(issue.input) })
    .refine((text) => typeof parse(text) !== "string", {
      error: (issue) => sentence(issue.input),
    }) as unknown as z.ZodType<T, T>;
}

/** The same by a pattern. */
function shape<T extends string>(pattern: RegExp, sentence: string): z.ZodType<T, T> {
  return form<T>((text) => (pattern.test(text) ? undefined : sentence));
}

const duration = form<Duration>(parseDuration);
const rate = form<Rate>(parseRate);
const size = form<Size>(parseSize);
const queue = form<QueueSize>(parseQueueSize);
const percent = form<Percent>(parsePercent);
const mode = shape<FileMode>(
  /^0[0-7]{3,4}$/,
  'is not a file mode. Write it in octal, such as "0644".',
);
const mac = shape<MacAddress>(
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  'is not a MAC address, such as "02:00:00:00:00:01".',
);
const address = shape<AddressWithPrefix>(
  /^(?:\d+(?:\.\d+){3}|[\da-f]*:[\da-f:.]*)\/\d+$/i,
  'is not an address with its prefix length, such as "10.0.0.1/24".',
);
const pool4 = shape<`${Ipv4Address}/${number}` | "none">(
  /^(?:\d+(?:\.\d+){3}\/\d+|none)$/,
  'is not a pool of IPv4 addresses. Write one such as "10.0.0.0/8", or "none".',
);
const pool6 = shape<`${Ipv6Address}/${number}` | "none">(
  /^(?:[\da-f]*:[\da-f:]*\/\d+|none)$/i,
  'is not a pool of IPv6 addresses. Write one such as "fd00::/16", or "none".',
);
const signal = z.enum([
  ...(["SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGABRT", "SIGFPE", "SIGKILL"] as const),
  ...(["SIGSEGV", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGCHLD"] as const),
  ...(["SIGCONT", "SIGSTOP", "SIGTSTP", "SIGWINCH"] as const),
]);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const id = z.int().min(0).max(4_294_967_294);
const mtu = z.int().min(68).max(65_535);
const texts = z.array(z.string()).readonly();
const env = z.record(z.string(), z.string()).readonly();

const attributes = { mode: mode.optional(), uid: id.optional(), gid: id.optional() };
const file = z.union([
  z.string(),
  bytes,
  z.strictObject({ text: z.string(), ...attributes }),
  z.strictObject({ from: z.string(), ...attributes }),
]);
/** Keys are paths; host-options.ts checks that they are absolute. */
const files = z.record(z.string(), file) as unknown as z.ZodType<HostData["files"] & {}>;
/** Names and values are the kernel's; sysctls.ts checks the names. */
const sysctl = z.record(z.string(), z.union([z.string(), z.number()])) as unknown as z.ZodType<
  HostData["sysctl"] & {}
>;
const version = z.enum(["6.12"]);
const host = z.strictObject({
  kernel: z.union([version, z.strictObject({ version: version.optional() })]).optional(),
  sysctl: sysctl.optional(),
  files: files.optional(),
  install: texts.optional(),
  env: env.optional(),
  forwarding: z.boolean().optional(),
  memory: size.optional(),
  processMemory: size.optional(),
  cpu: z.strictObject({ perSyscall: duration.optional() }).optional(),
});
const networkInterface = z.strictObject({
  address: z.union([z.enum(["auto", "none"]), address, z.array(address).readonly()]).optional(),
  mac: mac.optional(),
  qdisc: z.string().optional(),
  mtu: mtu.optional(),
});

const status = z.union([z.int().min(0).max(255), z.enum(["running", "any"]), signal]);
const statuses = z.array(status).readonly();
const expectation = z.strictObject({ status: z.union([status, statuses]).optional() });
const programOptions = {
  at: duration.optional(),
  until: duration.optional(),
  stopSignal: signal.optional(),
  cwd: z.string().optional(),
  env: env.optional(),
  uid: id.optional(),
  gid: id.optional(),
  stdin: z.union([z.string(), bytes]).optional(),
  expect: z.union([status, statuses, expectation]).optional(),
};
const program = z.strictObject({ name: z.string().optional(), ...programOptions });

const direction = {
  rate: rate.optional(),
  delay: duration.optional(),
  loss: percent.optional(),
  queue: queue.optional(),
  qdisc: z.string().optional(),
};
const linkOptions = {
  ...direction,
  mtu: mtu.optional(),
  reverse: z.strictObject(direction).optional(),
  framing: z.enum(["ethernet", "ppp", "none"]).optional(),
};
const link = z.strictObject({ name: z.string().optional(), ...linkOptions });
const links = z.strictObject(linkOptions);
const networkSwitch = z.strictObject({ mac: mac.optional() });
const capture = z.strictObject({
  file: z.string().optional(),
  snaplen: size.optional(),
  from: duration.optional(),
  until: duration.optional(),
});
const defaults = z.strictObject({
  host: host.optional(),
  link: links.optional(),
  program: z.strictObject(programOptions).optional(),
});
const addressing = z.strictObject({ ipv4: pool4.optional(), ipv6: pool6.optional() });
const multipath = z.strictObject({ multipath: z.boolean().optional() });
const route = z.strictObject({
  metric: z.int().min(0).optional(),
  table: z.int().min(1).optional(),
});
const when = z.strictObject({ at: duration.optional() });

/**
 * One schema for each set of options; `links`: of lan, chain, ring and star, whose links have no
 * own name.
 */
export const schemas: {
  readonly host: z.ZodType<HostData>;
  readonly networkInterface: z.ZodType<InterfaceData>;
  readonly program: z.ZodType<ProgramData>;
  readonly link: z.ZodType<LinkData>;
  readonly links: z.ZodType<Omit<LinkData, "name">>;
  readonly networkSwitch: z.ZodType<SwitchData>;
  readonly capture: z.ZodType<CaptureData>;
  readonly defaults: z.ZodType<DefaultsData>;
  readonly addressing: z.ZodType<AddressingData>;
  readonly multipath: z.ZodType<MultipathData>;
  readonly route: z.ZodType<RouteData>;
  readonly when: z.ZodType<WhenData>;
  readonly file: z.ZodType<{ readonly content: FileData }>;
} = {
  host,
  networkInterface,
  program,
  link,
  links,
  networkSwitch,
  capture,
  defaults,
  addressing,
  multipath,
  route,
  when,
  file: z.strictObject({ content: file }),
};

type Leaf = string | number | boolean | Uint8Array | null | undefined;
type Keys<T> = T extends Leaf
  ? never
  : T extends readonly unknown[]
    ? Keys<T[number]>
    : {
        [K in keyof T & string]-?: string extends K
          ? `*.${Keys<T[K]>}`
          : `${K}` | `${K}.${Keys<T[K]>}`;
      }[keyof T & string];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/**
 * `true` when the schema accepts all that the type accepts, gives nothing that the type refuses,
 * and has the same keys at any depth; else which of the three does not hold. Sysctls are cast
 * above.
 */
type Agrees<T, S extends z.ZodType> = [T] extends [z.input<S>]
  ? [z.output<S>] extends [T]
    ? Same<Keys<T>, Keys<z.output<S>>> extends true
      ? true
      : "keys differ"
    : "the schema gives what the type refuses"
  : "the schema refuses what the type accepts";
const agreement: readonly [
  Agrees<HostData, typeof host>,
  Agrees<InterfaceData, typeof networkInterface>,
  Agrees<ProgramData, typeof program>,
  Agrees<LinkData, typeof link>,
  Agrees<Omit<LinkData, "name">, typeof links>,
  Agrees<SwitchData, typeof networkSwitch>,
  Agrees<CaptureData, typeof capture>,
  Agrees<DefaultsData, typeof defaults>,
  Agrees<AddressingData, typeof addressing>,
  Agrees<MultipathData, typeof multipath>,
  Agrees<RouteData, typeof route>,
  Agrees<WhenData, typeof when>,
  Agrees<FileData, typeof file>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true];
void agreement;
