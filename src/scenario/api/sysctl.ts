// SPDX-License-Identifier: MIT
/**
 * Sysctls by their dotted names, so that a typing error is refused by the editor and completion
 * knows the values. Names that only a user's own kernel code has are added by declaration merging:
 * `declare module "dce" { interface Sysctl { "net.ipv4.my_gain"?: number } }`. A name under net.*
 * that the kernel lacks is an error before the start, with the nearest names.
 */
import type { IPV4_CONF, IPV6_CONF, NEIGHBOUR, NUMBER_SYSCTLS } from "../plan/sysctl-names.ts";

type Triple = `${number} ${number} ${number}`;
type Numbers = { [name in (typeof NUMBER_SYSCTLS)[number]]?: number | undefined };

export interface Sysctl extends Numbers {
  "net.core.default_qdisc"?: "pfifo_fast" | "fq" | "fq_codel" | "cake" | (string & {}) | undefined;
  "net.ipv4.ip_forward"?: 0 | 1 | undefined;
  "net.ipv4.fib_multipath_hash_policy"?: 0 | 1 | 2 | 3 | undefined;
  /**
   * Congestion control of new connections. A module of your own is named as it registers itself.
   */
  "net.ipv4.tcp_congestion_control"?:
    | "reno"
    | "cubic"
    | "bbr"
    | "dctcp"
    | "vegas"
    | "westwood"
    | (string & {})
    | undefined;
  "net.ipv4.tcp_allowed_congestion_control"?: string | undefined;
  /** 0 off, 1 ask and accept, 2 accept only (the kernel's default). */
  "net.ipv4.tcp_ecn"?: 0 | 1 | 2 | undefined;
  "net.ipv4.tcp_sack"?: 0 | 1 | undefined;
  "net.ipv4.tcp_timestamps"?: 0 | 1 | 2 | undefined;
  "net.ipv4.tcp_window_scaling"?: 0 | 1 | undefined;
  "net.ipv4.tcp_slow_start_after_idle"?: 0 | 1 | undefined;
  /** Bytes: "min default max". */
  "net.ipv4.tcp_rmem"?: Triple | undefined;
  "net.ipv4.tcp_wmem"?: Triple | undefined;
  /** Pages: "low pressure high". */
  "net.ipv4.tcp_mem"?: Triple | undefined;
  "net.ipv4.udp_mem"?: Triple | undefined;
  "net.ipv4.ip_local_port_range"?: `${number} ${number}` | undefined;
  "net.ipv4.ip_local_reserved_ports"?: string | undefined;
  "net.ipv4.ping_group_range"?: `${number} ${number}` | undefined;
  "net.ipv4.tcp_fastopen_key"?: string | undefined;
  "net.ipv6.conf.all.forwarding"?: 0 | 1 | undefined;
  "net.mptcp.scheduler"?: string | undefined;
  [perInterface: `net.ipv4.conf.${string}.${(typeof IPV4_CONF)[number]}`]: number | undefined;
  [perInterface: `net.ipv6.conf.${string}.${(typeof IPV6_CONF)[number]}`]: number | undefined;
  [perInterface: `net.ipv${4 | 6}.neigh.${string}.${(typeof NEIGHBOUR)[number]}`]:
    | number
    | undefined;
}
