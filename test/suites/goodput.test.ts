// SPDX-License-Identifier: MIT
/**
 * TCP goodput from the receiver's capture, read by tshark over seconds 3 to 9: within 0.5 % of
 * rate · 1448 / (1514 + 24), what an Ethernet link carries of full segments with timestamps.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { param, scenario } from "../../src/index.ts";
import { runHere } from "../engine.ts";
import { hasTshark, tsharkFields } from "../tshark.ts";

const FROM_S = 3;
const UNTIL_S = 9;

const transfer = scenario({
  parameters: { rate: param.rate("5Mbps"), delay: param.duration("1ms"), reverse: param.flag() },
  until: "11s",
  build(net, { rate, delay, reverse }) {
    const [h1, h2] = net.hosts("h", 2);
    net.link(h1, h2, { rate, delay });
    const receiver = reverse ? h1 : h2;
    receiver.capture({ file: "receiver.pcapng", snaplen: "96B", from: "3s", until: "9s" });
    h2.run("iperf3 -s -1");
    h1.run(["iperf3", "-c", h2, "-t", 10, ...(reverse ? ["-R"] : [])], { at: "100ms" });
  },
});

describe("TCP goodput", { skip: !hasTshark && "needs tshark" }, () => {
  for (const [rate, bps] of [
    ["5Mbps", 5e6],
    ["20Mbps", 2e7],
    ["100Mbps", 1e8],
  ] as const) {
    for (const delay of ["1ms", "10ms"] as const) {
      for (const reverse of [false, true]) {
        it(`${rate}, ${delay}${reverse ? ", reverse" : ""}`, async () => {
          const { folder } = await runHere(transfer, { set: { rate, delay, reverse } });
          const source = reverse ? "ip.src == 10.0.0.2" : "ip.src == 10.0.0.1";
          const rows = tsharkFields(join(folder, "receiver.pcapng"), source, ["tcp.len"]);
          const bytes = rows.reduce((sum, [length]) => sum + Number(length), 0);
          const measured = (bytes * 8) / (UNTIL_S - FROM_S);
          const expected = (bps * 1448) / (1514 + 24);
          const error = Math.abs(measured / expected - 1);
          assert.ok(error < 0.005, `${measured} bit/s, expected ${expected}: off by ${error}`);
        });
      }
    }
  }
});
