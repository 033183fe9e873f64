// SPDX-License-Identifier: MIT
/**
 * Links and switches. An option means one direction; it holds for both unless `reverse` says
 * otherwise. Forward is from the first endpoint to the second.
 */
import type { Interface } from "./host.ts";
import type { Capture, CaptureOptions } from "./record.ts";
import type { Duration, MacAddress, Percent, QueueSize, Rate } from "./values.ts";

export interface LinkDirection {
  /** Default "1Gbps". Source: ns-3's DataRate. A frame of n bytes takes 8 n / rate to send. */
  rate?: Rate | undefined;
  /** Propagation delay, one way. Default "1us". Source: ns-3, netem, Mininet. */
  delay?: Duration | undefined;
  /**
   * Frames lost on the wire, after the queue. Default "0%". Drawn from the stream (seed, "loss",
   * link, direction).
   */
  loss?: Percent | undefined;
  /**
   * Drop-tail buffer of the link at the sending end, as in a modem or a switch port. Source: ns-3's
   * QueueSize. A frame that enters it has left the kernel: its drops are the link's
   * (`queueDropsFrames`), the driver never stops, and a queue discipline fills only where it
   * shapes. Default at a host: none, the link pulls from the transmit ring and the kernel's queue
   * discipline (pfifo_fast, 1000 packets, or `qdisc`) holds what waits; 1000 packets at a switch.
   */
  queue?: QueueSize | undefined;
  /**
   * Root queue discipline of the sending interface's kernel, as tc writes it:
   * "fq_codel limit 1000 ecn". Hosts only; goes with `queue` too.
   */
  qdisc?: string | undefined;
}

export interface LinkOptions extends LinkDirection {
  /** Default "h1-h2", then "h1-h2-2". Unique; error: the two places. */
  name?: string | undefined;
  /** Largest IP packet in bytes. Default 1500. */
  mtu?: number | undefined;
  /**
   * What differs from the second endpoint to the first:
   * `{ rate: "20Mbps", reverse: { rate: "1Mbps" } }`.
   */
  reverse?: LinkDirection | undefined;
  /**
   * What the wire carries beside the frame. "ethernet" (default): 24 bytes of preamble, FCS and
   * gap; "ppp": 2 in place of the header; "none": as tc counts.
   */
  framing?: "ethernet" | "ppp" | "none" | undefined;
}

export interface Link {
  readonly kind: "link";
  readonly name: string;
  /** The interface, or switch port, at the first and at the second endpoint. */
  readonly from: Interface;
  readonly to: Interface;
  /** One pcapng with both ends as its interfaces. */
  capture(options?: CaptureOptions): Capture;
}

export interface SwitchOptions {
  mac?: MacAddress | undefined;
}

/** A learning Ethernet switch. */
export interface Switch {
  readonly kind: "switch";
  readonly name: string;
  capture(options?: CaptureOptions): Capture;
}

/** What can be linked. Other modules add theirs by declaration merging. */
export interface Endpoints {
  host: import("./host.ts").Host;
  interface: Interface;
  switch: Switch;
}
export type Endpoint = Endpoints[keyof Endpoints];
