// SPDX-License-Identifier: MIT
/**
 * A chain of hosts whose kernels forward: UDP at a constant rate from one end to the other, then
 * bulk TCP. `--set n=16` makes it longer.
 */
import { param, scenario, units } from "dce";

export default scenario({
  description: "UDP at a constant rate and bulk TCP through a chain of forwarding hosts",
  parameters: {
    n: param.integer(4, { min: 2, max: 64, help: "hosts in the chain" }),
    rate: param.rate("100Mbps", { help: "rate of each link" }),
    delay: param.duration("100us", { help: "one-way delay of each link" }),
    udp: param.rate("10Mbps", { help: "rate of the UDP stream" }),
    seconds: param.integer(2, { min: 1, max: 3600, help: "length of each transfer" }),
  },
  build(net, { n, rate, delay, udp, seconds }) {
    const hosts = net.routers("h", n);
    const links = net.chain(hosts, { rate, delay });
    const { first, last } = hosts;
    last.run("iperf3 -s -1");
    const stream = first.run(
      ["iperf3", "-c", last, "-t", seconds, "-u", "-b", units.bitsPerSecond(udp), "-l", 1470],
      { at: "100ms" },
    );
    const then = seconds + 2;
    last.run("iperf3 -s -1", { at: `${then}s` });
    const bulk = first.run(["iperf3", "-c", last, "-t", seconds], { at: `${then + 0.1}s` });
    return { stream, bulk, links };
  },
  async measure({ stream, bulk, links }) {
    const datagrams = await stream.stdout.text();
    return {
      udpMbps: receivedMbps(datagrams),
      udpLost: Number(/(\d+)\/\d+ \(.*\) +receiver/.exec(datagrams)?.[1]),
      tcpMbps: receivedMbps(await bulk.stdout.text()),
      packetHops: links.reduce(
        (sum, { forward, reverse }) => sum + forward.frames + reverse.frames,
        0,
      ),
    };
  },
  check({ links }, { measures }) {
    if (measures.udpLost > 0) throw new Error(`${measures.udpLost} datagrams lost`);
    const idle = links.find(({ forward }) => forward.frames < links.first.forward.frames / 2);
    if (idle !== undefined)
      throw new Error(`link ${idle.name} carried less than half of the first`);
  },
});

/** Of the line "…  5.60 MBytes  4.69 Mbits/sec  …  receiver". */
function receivedMbps(report: string): number {
  const [, rate, unit] = /([\d.]+) ([KMG])bits\/sec.*receiver/.exec(report) ?? [];
  return Number(rate) * { K: 1e-3, M: 1, G: 1e3 }[unit ?? "M"]!;
}
