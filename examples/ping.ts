// SPDX-License-Identifier: MIT
/**
 * ping over an otherwise idle link. In the capture the reply arrives exactly 2 · (delay +
 * transmission) after the request left; what ping prints has the charges of its system calls in it.
 */
import { param, scenario } from "dce";

export default scenario({
  description: "ping in both families, and to an address that nobody has",
  parameters: {
    rate: param.rate("100Mbps", { help: "rate of the link" }),
    delay: param.duration("10ms", { help: "one-way delay" }),
    count: param.integer(3, { min: 1, max: 100, help: "echo requests of each ping" }),
  },
  build(net, { rate, delay, count }) {
    const [h1, h2] = net.hosts("h", 2);
    const link = net.link(h1, h2, { rate, delay });
    const ipv4 = h1.run(["ping", "-4", "-c", count, h2]);
    const ipv6 = h1.run(["ping", "-6", "-c", count, h2], { at: `${count + 2}s` });
    h1.run("ping -c 1 -W 1 10.9.9.9", { at: `${2 * count + 4}s`, expect: 1 });
    return { ipv4, ipv6, link, count };
  },
  async measure({ ipv4, ipv6, link }) {
    return {
      ipv4Replies: await replies(ipv4.stdout),
      ipv6Replies: await replies(ipv6.stdout),
      frames: link.forward.frames + link.reverse.frames,
    };
  },
  check({ count }, { measures }) {
    for (const [name, seen] of Object.entries(measures)) {
      if (name.endsWith("Replies") && seen !== count) {
        throw new Error(`${name} is ${seen}, expected ${count}`);
      }
    }
  },
});

/** Of the line "3 packets transmitted, 3 packets received, 0% packet loss". */
async function replies(output: { text(): Promise<string> }): Promise<number> {
  return Number(/(\d+) packets received/.exec(await output.text())?.[1] ?? 0);
}
