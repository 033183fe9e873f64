// SPDX-License-Identifier: MIT
/**
 * What init does on a host before time 0, one act a line, from the plan: sysctls, queue
 * disciplines, links, addresses, routes. Nobody else configures.
 *
 * ```
 * sysctl net.ipv4.ip_forward 1
 * mtu eth0 1400
 * run tc qdisc replace dev eth0 root fq_codel limit 1000
 * link eth0 up
 * address eth0 10.0.0.1/24
 * route 10.0.1.0/24 via 10.0.0.2 dev eth0
 * ```
 */
import type { HostPlan, Plan, RoutePlan } from "./plan.ts";

/** An Ethernet interface has this one already. */
const STANDARD_MTU = 1500;

/**
 * Sysctls come first, since some hold for what is made or brought up after them; a queue discipline
 * before its link is up, so that no other ever holds a frame.
 * @param hostIndex in the plan's hosts
 */
export function configureLines(plan: Plan, hostIndex: number): readonly string[] {
  const host = plan.hosts[hostIndex];
  if (host === undefined) throw new RangeError(`no host of number ${hostIndex}`);
  return [
    "link lo up",
    ...host.sysctls.map(({ name, value }) => `sysctl ${name} ${value}`),
    ...host.interfaces.flatMap(interfaceLines),
    ...host.routes.map(routeLine),
  ];
}

function interfaceLines(one: HostPlan["interfaces"][number]): readonly string[] {
  const { name, mtu, qdisc, addresses } = one;
  return [
    ...(mtu === STANDARD_MTU ? [] : [`mtu ${name} ${mtu}`]),
    ...(qdisc === undefined ? [] : [`run tc qdisc replace dev ${name} root ${qdisc.join(" ")}`]),
    `link ${name} up`,
    ...addresses.map((address) => `address ${name} ${address}`),
  ];
}

function routeLine({ to, hops, metric, table }: RoutePlan): string {
  const words = ["route", to];
  for (const { via, dev } of hops) {
    if (via !== undefined) words.push("via", via);
    if (dev !== undefined) words.push("dev", dev);
  }
  if (metric !== undefined) words.push("metric", String(metric));
  if (table !== undefined) words.push("table", String(table));
  return words.join(" ");
}
