// SPDX-License-Identifier: MIT
/** Eight hosts on a learning switch: each pings the next, then all send to the first at once. */
import { param, scenario } from "dce";

export default scenario({
  description: "8 hosts on a switch: a ring of pings, then all others send to one",
  parameters: {
    rate: param.rate("100Mbps", { help: "rate of each port" }),
    size: param.choice(["100K", "1M", "10M"], { help: "what each host sends to the first" }),
  },
  build(net, { rate, size }) {
    const hosts = net.hosts("h", 8);
    const s1 = net.switch("s1");
    // Forward is from the switch to the host, out of a port's queue of 1000 packets.
    const links = net.star(s1, hosts, { rate, delay: "10us" });
    const pings = hosts.map((host, i) =>
      host.run(["ping", "-c", 2, hosts.get((i + 1) % hosts.length)]),
    );
    const [receiver, ...senders] = hosts;
    const flows = senders.map((sender, i) => {
      const port = 5201 + i;
      receiver.run(["iperf3", "-s", "-1", "-p", port], { at: "3s" });
      return sender.run(["iperf3", "-c", receiver, "-p", port, "-n", size], { at: "3100ms" });
    });
    return { pings, flows, links };
  },
  measure({ flows, links }) {
    const ends = flows.map(({ endNs }) => endNs ?? Number.POSITIVE_INFINITY);
    return {
      slowestMs: Math.round((Math.max(...ends) - 3.1e9) / 1e3) / 1e3,
      dropsFrames: links.reduce((sum, { forward }) => sum + forward.queueDropsFrames, 0),
      receiverFrames: links.first.forward.frames,
    };
  },
  async check({ pings }, { measures }) {
    for (const ping of pings) {
      if (!/ 0% packet loss/.test(await ping.stdout.text())) {
        throw new Error(`${ping.host}: ${ping.argv.join(" ")} lost packets`);
      }
    }
    if (measures.receiverFrames === 0)
      throw new Error("the switch handed nothing to the first host");
  },
});
