// SPDX-License-Identifier: MIT
/**
 * A chain of forwarding hosts with UDP at 100 Mbit/s or one TCP transfer from the first to the
 * last, 1 Gbit/s and 1 us for each link: the work that bench/ns3/chain.cc does on ns-3.
 */
import { param, scenario } from "../src/index.ts";

export const DATAGRAM_BYTES = 1470;
export const INTERVAL_NS = 117_600;
/** When the traffic starts. */
export const START_S = 1;

/** @param programs folder with the built programs of bench/programs */
export function chainScenario(programs: string): unknown {
  return scenario({
    name: "chain",
    parameters: {
      hosts: param.integer(4, { min: 2, max: 64 }),
      protocol: param.choice(["udp", "tcp"]),
      amount: param.integer(1000, { help: "datagrams, or bytes over TCP" }),
    },
    build(net, { hosts, protocol, amount }) {
      net.addressing({ ipv6: "none" });
      const chain = net.routers("h", hosts, {
        install: [`${programs}/${protocol}_source`, `${programs}/${protocol}_sink`],
      });
      const links = net.chain(chain, { rate: "1Gbps", delay: "1us" });
      const to = links.last.to;
      const udp = protocol === "udp";
      const sink = udp ? (["udp_sink", amount, DATAGRAM_BYTES] as const) : (["tcp_sink"] as const);
      const source = udp
        ? (["udp_source", to, amount, INTERVAL_NS, DATAGRAM_BYTES] as const)
        : (["tcp_source", to, amount] as const);
      // The first datagram resolves the addresses; the rest starts one second later.
      chain.first.run([...source], { at: udp ? "0s" : `${START_S}s` });
      return { sink: chain.last.run([...sink]), links: [...links] };
    },
  });
}
