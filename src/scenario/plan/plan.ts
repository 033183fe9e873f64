// SPDX-License-Identifier: MIT
/**
 * The plan of a run: everything that a scenario, its parameters and its seed come to, as plain
 * data. It can be cloned to a worker; the same scenario, values and seed give the same plan to the
 * byte.
 *
 * All times are whole nanoseconds of virtual time, all lists are in order of declaration, and all
 * references between parts are indexes into these lists, so that an id never depends on a name.
 */
import type { Signal } from "../api/values.ts";

export interface Plan {
  /** The scenario's name: its own, else that of its file. */
  readonly scenario: string;
  readonly description: string | undefined;
  readonly seed: number;
  /** Values of the parameters, as `build` received them. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** CLOCK_REALTIME at virtual time 0, in seconds since 1970. */
  readonly epochS: number;
  readonly hosts: readonly HostPlan[];
  readonly switches: readonly SwitchPlan[];
  readonly links: readonly LinkPlan[];
  readonly programs: readonly ProgramPlan[];
  readonly captures: readonly CapturePlan[];
  /** End of the run; undefined: when every program that is no daemon has ended. */
  readonly untilNs: number | undefined;
  /** Without `untilNs`, what makes a run that waits for ever a failure. */
  readonly limits: { readonly quietNs: number; readonly longestNs: number };
  /** Virtual time that programs get to end after SIGTERM, once the run is closed. */
  readonly drainNs: number;
  /** Recipes whose files every host sees, sorted. The base files need no mention. */
  readonly recipes: readonly string[];
}

export interface HostPlan {
  readonly name: string;
  /** Series of the kernel: "6.12". */
  readonly kernel: string;
  readonly interfaces: readonly InterfacePlan[];
  readonly routes: readonly RoutePlan[];
  /** In the order in which they are set. */
  readonly sysctls: readonly { readonly name: string; readonly value: string }[];
  /** Sorted by path. */
  readonly files: readonly FilePlan[];
  readonly forwarding: boolean;
  readonly memoryBytes: number;
  readonly processMemoryBytes: number;
  readonly perSyscallNs: number;
}

export interface InterfacePlan {
  readonly name: string;
  /** "02:00:00:00:00:01", lower case. */
  readonly mac: string;
  readonly mtu: number;
  /** With prefix lengths: "10.0.0.1/24", "fd00::1/64". */
  readonly addresses: readonly string[];
  /** Index in `links`, and which of its two ends. */
  readonly link: number;
  readonly end: 0 | 1;
  /** Words after `tc qdisc replace dev IF root`, or undefined for the kernel's own. */
  readonly qdisc: readonly string[] | undefined;
}

export interface RoutePlan {
  /** "10.0.1.0/24", "default" or "default6". */
  readonly to: string;
  /** More than one: multipath. An empty list is never there. */
  readonly hops: readonly { readonly via: string | undefined; readonly dev: string | undefined }[];
  readonly metric: number | undefined;
  readonly table: number | undefined;
}

/** A file or folder that stands on the host before the first program starts. */
export interface FilePlan {
  readonly path: string;
  /** Bytes written in the scenario, or the machine's file or folder to copy. */
  readonly content: Uint8Array | { readonly from: string };
  /**
   * Permission bits; undefined with `from`: as on the machine (only the x bits), 0644 otherwise.
   */
  readonly mode: number | undefined;
  readonly uid: number;
  readonly gid: number;
}

export interface SwitchPlan {
  readonly name: string;
  readonly mac: string | undefined;
  /** Index in `links` and which end, in the order of linking; a port's number is its place here. */
  readonly ports: readonly { readonly link: number; readonly end: 0 | 1 }[];
}

export type Framing = "ethernet" | "ppp" | "none";

export interface LinkPlan {
  readonly name: string;
  readonly mtu: number;
  readonly framing: Framing;
  /** First endpoint (from) and second (to). */
  readonly ends: readonly [EndPlan, EndPlan];
  /** From the first to the second endpoint. */
  readonly forward: DirectionPlan;
  readonly reverse: DirectionPlan;
}

export type EndPlan =
  /** Indexes in `hosts` and in its `interfaces`. */
  | { readonly kind: "host"; readonly host: number; readonly interface: number }
  /** Indexes in `switches` and in its `ports`. */
  | { readonly kind: "switch"; readonly switch: number; readonly port: number };

export interface DirectionPlan {
  readonly rateBps: number;
  readonly delayNs: number;
  /** 0 to 1. */
  readonly lossShare: number;
  /** Undefined: the link pulls from the sender's transmit ring. A switch's port always has one. */
  readonly queue: QueuePlan | undefined;
}
export type QueuePlan = { readonly packets: number } | { readonly bytes: number };

export type Accepted = number | "running" | "any" | Signal;

export interface ProgramPlan {
  /** Its place in `programs`; the id of its START record. */
  readonly id: number;
  /** Index in `hosts`. */
  readonly host: number;
  readonly name: string;
  readonly argv: readonly string[];
  readonly atNs: number;
  /** `stopSignal` is sent then, SIGKILL `STOP_GRACE_NS` later. */
  readonly untilNs: number | undefined;
  readonly stopSignal: Signal;
  readonly cwd: string;
  /** "NAME=value", the whole environment in order. */
  readonly env: readonly string[];
  readonly uid: number;
  readonly gid: number;
  /** A path on the host, or undefined for /dev/null. */
  readonly stdin: string | undefined;
  /** Ends that are as expected. */
  readonly expect: readonly Accepted[];
  /** `expect: "running"`: nobody waits for it. */
  readonly daemon: boolean;
}

export interface CapturePlan {
  /** In the folder of results. */
  readonly file: string;
  /** The interfaces of the file, in order: a link's end each, under this name. */
  readonly ports: readonly { readonly name: string; readonly link: number; readonly end: 0 | 1 }[];
  /** Bytes kept of each frame; undefined: all. */
  readonly snaplenBytes: number | undefined;
  readonly fromNs: number | undefined;
  readonly untilNs: number | undefined;
}

/** Between `stopSignal` and SIGKILL. */
export const STOP_GRACE_NS = 5_000_000_000;
/** 2026-01-01T00:00:00Z. */
export const EPOCH_S = 1_767_225_600;
/** Nothing happened for this long: the run fails. */
export const QUIET_NS = 600_000_000_000;
/** A run without `until` is no longer than this. */
export const LONGEST_NS = 3_600_000_000_000;
export const DRAIN_NS = 1_000_000_000;
