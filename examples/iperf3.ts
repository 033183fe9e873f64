// SPDX-License-Identifier: MIT
/** Two hosts, one link: iperf3 over TCP, then over UDP at half of the link's rate. */
import { param, scenario, units } from "dce";

export default scenario({
  description: "iperf3 over a point-to-point link, TCP then UDP",
  parameters: {
    rate: param.rate("5Mbps", { help: "rate of the link" }),
    delay: param.duration("1ms", { help: "one-way delay" }),
    seconds: param.integer(10, { min: 1, max: 3600, help: "length of each transfer" }),
  },
  build(net, { rate, delay, seconds }) {
    const [h1, h2] = net.hosts("h", 2);
    const link = net.link(h1, h2, { rate, delay });
    h2.run("iperf3 -s -1", { at: "500ms" });
    const tcp = h1.run(["iperf3", "-c", h2, "-t", seconds], { at: "600ms" });
    // The first transfer has ended by then, the tail of its last window included.
    const then = seconds + 2;
    const udpBps = Math.floor(units.bitsPerSecond(rate) / 2);
    h2.run("iperf3 -s -1", { at: `${then}s` });
    const udp = h1.run(["iperf3", "-c", h2, "-t", seconds, "-u", "-b", udpBps], {
      at: `${then + 0.1}s`,
    });
    return { tcp, udp, link, udpMbps: udpBps / 1e6 };
  },
  async measure({ tcp, udp, link }) {
    const stream = await tcp.stdout.text();
    const datagrams = await udp.stdout.text();
    return {
      tcpMbps: receivedMbps(stream),
      tcpRetransmits: Number(/(\d+) +sender/.exec(stream)?.[1]),
      udpMbps: receivedMbps(datagrams),
      udpLost: Number(/(\d+)\/\d+ \(.*\) +receiver/.exec(datagrams)?.[1]),
      wireBytes: link.forward.bytes + link.reverse.bytes,
    };
  },
  check({ udpMbps }, { measures }) {
    if (measures.udpLost > 0) throw new Error(`${measures.udpLost} datagrams lost`);
    if (Math.abs(measures.udpMbps / udpMbps - 1) > 0.02) {
      throw new Error(`received ${measures.udpMbps} Mbit/s of UDP, ${udpMbps} were sent`);
    }
  },
});

/** Of the line "…  5.60 MBytes  4.69 Mbits/sec  …  receiver". */
function receivedMbps(report: string): number {
  const [, rate, unit] = /([\d.]+) ([KMG])bits\/sec.*receiver/.exec(report) ?? [];
  return Number(rate) * { K: 1e-3, M: 1, G: 1e3 }[unit ?? "M"]!;
}
