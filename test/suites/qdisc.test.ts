// SPDX-License-Identifier: MIT
/**
 * Queue disciplines of a router between a fast and a slow link: whatever does not go on is counted
 * by the queue discipline, and by nobody else. Packets are counted in captures by tshark.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type Process, run, scenario } from "../../src/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { hasTshark, tsharkFields } from "../tshark.ts";
import { compiled } from "./compiled.ts";

const disciplines = {
  tbf: "tbf rate 5mbit burst 10kb limit 30kb",
  fq_codel: "fq_codel limit 40",
} as const;
const transfers = { TCP: ["-t", 3], UDP: ["-t", 1, "-u", "-b", "20M", "-l", 1400] } as const;

/** h1 — fast — r1 — slow — h2; r1 shows its counters long after the last packet. */
function bottleneck(qdisc: string, transfer: readonly (string | number)[], ethtool: string) {
  return scenario({
    name: "bottleneck",
    until: "10s",
    build(net) {
      const [h1, h2] = net.hosts("h", 2);
      const r1 = net.router("r1", { install: [ethtool] });
      net.link(h1, r1, { rate: "100Mbps", delay: "1ms" });
      net.link(r1, h2, { rate: "6Mbps", delay: "5ms", qdisc });
      r1.capture({ snaplen: "96B" });
      h2.run("iperf3 -s -1");
      h1.run(["iperf3", "-c", h2, ...transfer], { at: "100ms" });
      const show = (command: string): Process => r1.run(command, { at: "9s" });
      return {
        qdisc: show("tc -s qdisc show dev eth1"),
        fast: show("grep -r . /sys/class/net/eth0/statistics"),
        slow: show("grep -r . /sys/class/net/eth1/statistics"),
        fastCard: show("ethtool eth0"),
        slowCard: show("ethtool eth1"),
      };
    },
  });
}

type Measured = Awaited<ReturnType<typeof measured>>;

/** Words and numbers of lines "…/name:number" or "name number". */
function counters(text: string): ReadonlyMap<string, number> {
  const found = text.matchAll(/^(?:.*\/)?(\w+)[: ](-?\d+)\b.*$/gm);
  return new Map(Array.from(found, ([, name = "", value]) => [name, Number(value)]));
}

async function measured(qdisc: string, transfer: readonly (string | number)[], ethtool: string) {
  const out = temporaryFolder();
  const result = await run(bottleneck(qdisc, transfer, ethtool), { out });
  assert.deepEqual(result.failures, []);
  // An ICMP error holds the header of what it answers.
  const passed = (card: string): number =>
    tsharkFields(
      join(out, "r1.pcapng"),
      `ip.src == 10.0.0.1 && !icmp && frame.interface_name == "r1-${card}"`,
      ["frame.number"],
    ).length;
  return { ...result, entered: passed("eth0"), left: passed("eth1") };
}

/** Drops of links and cards: none. */
async function noOtherDrops({ outputs, links }: Measured) {
  for (const { name, forward, reverse } of links) {
    for (const one of [forward, reverse]) {
      assert.deepEqual([one.queueDropsFrames, one.lostFrames], [0, 0], name);
    }
  }
  for (const text of [outputs.fast, outputs.slow]) {
    const seen = counters(await text.stdout.text());
    assert.ok((seen.get("tx_packets") ?? 0) > 0);
    for (const [name, count] of seen) {
      if (/dropped|errors|missed|collisions/.test(name)) assert.equal(count, 0, name);
    }
  }
  for (const text of [outputs.fastCard, outputs.slowCard]) {
    const seen = counters(await text.stdout.text());
    assert.deepEqual([seen.get("rx_no_memory"), seen.get("rx_interface_down")], [0, 0]);
  }
}

describe("queue disciplines of a router", { skip: !hasTshark && "needs tshark" }, () => {
  let ethtool: string;
  before(() => {
    ethtool = compiled("ethtool");
  });

  for (const [name, qdisc] of Object.entries(disciplines)) {
    for (const [protocol, transfer] of Object.entries(transfers)) {
      it(`${name} alone drops, ${protocol}`, async () => {
        const result = await measured(qdisc, transfer, ethtool);
        const text = await result.outputs.qdisc.stdout.text();
        const [, kind, sent, dropped, backlog] =
          /^qdisc (\w+) [^]* (\d+) pkt \(dropped (\d+),[^]*backlog 0b (\d+)p/.exec(text) ?? [];
        assert.deepEqual([kind, backlog], [name, "0"], text);
        assert.ok(result.entered > 500, `${result.entered} packets came`);
        assert.equal(result.entered - result.left, Number(dropped));
        assert.ok(Number(dropped) > 0, text);
        assert.equal(Number(sent), result.links[1]?.forward.frames);
        await noOtherDrops(result);
      });
    }
  }

  it("the card is as ethtool expects it", async () => {
    const result = await measured(disciplines.tbf, transfers.UDP, ethtool);
    const [fast, slow] = result.links;
    for (const [process, speed, port, sent, received] of [
      [result.outputs.fastCard, 100, 0, fast?.reverse, fast?.forward],
      [result.outputs.slowCard, 6, 1, slow?.forward, slow?.reverse],
    ] as const) {
      const text = await process.stdout.text();
      assert.match(text, new RegExp(`^driver dce\nbus port${port}\n`));
      assert.match(
        text,
        new RegExp(`^speed ${speed}\nduplex full\nautonegotiation 0\nlink 1\n`, "m"),
      );
      assert.match(text, /^tx_ring 256 of 256$/m);
      const seen = counters(text);
      assert.equal(seen.get("tx_packets"), sent?.frames);
      assert.equal(seen.get("tx_bytes"), sent?.bytes);
      assert.equal(seen.get("rx_packets"), received?.frames);
      assert.equal(seen.get("rx_bytes"), received?.bytes);
      assert.equal(seen.get("tx_ring_stops"), seen.get("tx_ring_wakes"));
    }
  });
});
