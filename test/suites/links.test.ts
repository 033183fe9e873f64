// SPDX-License-Identifier: MIT
/** What a link does to frames: its counters, the captures and the hosts' own counters agree. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type LinkOptions, run, scenario } from "../../src/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { captureNs, hasTshark, tsharkFields } from "../tshark.ts";
import { texts } from "./texts.ts";

const skip = !hasTshark && "needs tshark";

/** Counters of `ip -s link show dev IF`: the line below "TX:". */
function sentPackets(text: string): number {
  return Number(/TX: .*\n +\d+ +(\d+) /.exec(text)?.[1]);
}

/** Frames of one interface of a capture. */
function framesOf(file: string, name: string, filter = "frame"): number {
  const only = `frame.interface_name == "${name}" && ${filter}`;
  return tsharkFields(file, only, ["frame.number"]).length;
}

/** Of a datagram of iperf3: its sender's CLOCK_MONOTONIC, which is 2 s at virtual time 0. */
function sentNs(payload: string): bigint {
  const [seconds = 0n, microseconds = 0n] = [0, 8].map((at) =>
    BigInt(`0x${payload.slice(at, at + 8)}`),
  );
  return (seconds - 2n) * 1_000_000_000n + microseconds * 1000n;
}

/** h1 sends UDP to h2 for a second, ten times as fast as the link. */
function flood(options: LinkOptions) {
  return scenario({
    name: "flood",
    until: "8s",
    build(net) {
      const [h1, h2] = net.hosts("h", 2);
      const link = net.link(h1, h2, { name: "wire", delay: "2ms", ...options });
      link.capture({ snaplen: "96B" });
      h2.run("iperf3 -s -1", { expect: "any" });
      const words = ["iperf3", "-c", h2, "-t", 1, "-u", "-b", "10M", "-l", 1000] as const;
      h1.run(words, { at: "100ms", expect: "any" });
      return { link, counters: h1.run("ip -s link show dev eth0", { at: "7s" }) };
    },
  });
}

describe("impairments of a link", { skip }, () => {
  it("loss: every frame that started and did not arrive", async () => {
    const out = temporaryFolder();
    const { outputs, links } = await run(flood({ rate: "20Mbps", loss: "20%" }), { out });
    const { forward, reverse } = outputs.link;
    const file = join(out, "wire.pcapng");
    const there = "eth.src == 02:00:00:00:00:01";
    const sent = framesOf(file, "h1-eth0", there);
    const arrived = framesOf(file, "h2-eth0", there);
    assert.equal(forward.frames, sent);
    assert.equal(forward.lostFrames, sent - arrived);
    const share = forward.lostFrames / forward.frames;
    assert.ok(Math.abs(share - 0.2) < 0.04, `${forward.lostFrames} of ${forward.frames} lost`);
    const back = "eth.src == 02:00:00:00:00:02";
    assert.equal(reverse.frames, framesOf(file, "h2-eth0", back));
    assert.equal(reverse.frames - reverse.lostFrames, framesOf(file, "h1-eth0", back));
    assert.equal(links[0]?.forward.queueDropsFrames, 0);
  });

  for (const [queue, waitingMax] of [
    ["10packets", 10],
    ["8kB", 7],
  ] as const) {
    it(`a queue of ${queue} drops what finds it full`, async () => {
      const out = temporaryFolder();
      const result = await run(flood({ rate: "1Mbps", queue }), { out });
      assert.deepEqual(result.failures, []);
      const { forward, reverse } = result.outputs.link;
      assert.ok(forward.queueDropsFrames > 100, `${forward.queueDropsFrames} drops`);
      assert.deepEqual([forward.lostFrames, reverse.queueDropsFrames], [0, 0]);
      const left = sentPackets(await result.outputs.counters.stdout.text());
      assert.equal(forward.frames + forward.queueDropsFrames, left);
      const file = join(out, "wire.pcapng");
      assert.equal(framesOf(file, "h1-eth0", "eth.src == 02:00:00:00:00:01"), forward.frames);
      // iperf3 writes the time of its call into each datagram: how long the longest one waited.
      const fields = ["frame.time_epoch", "udp.payload"];
      const udp = 'frame.interface_name == "h1-eth0" && udp.dstport == 5201 && udp.length > 1000';
      const waits = tsharkFields(file, udp, fields).map(
        ([start = "", payload = ""]) => Number(captureNs(start) - sentNs(payload)) / 1e6,
      );
      const transmissionMs = ((1042 + 24) * 8) / 1000;
      const framesWaited = Math.max(...waits) / transmissionMs;
      assert.ok(Math.abs(framesWaited - waitingMax) < 0.2, `${framesWaited} frames waited`);
    });
  }
});

describe("rates, delays and sizes of a link", { skip }, () => {
  const both = {
    ethernet: (bytes: number) => Math.max(bytes, 60) + 24,
    ppp: (bytes: number) => bytes - 14 + 2,
    none: (bytes: number) => bytes,
  };
  for (const [framing, onWire] of Object.entries(both)) {
    it(`each direction has its own, ${framing}`, async () => {
      const out = temporaryFolder();
      const asymmetric = scenario({
        build(net) {
          const [h1, h2] = net.hosts("h", 2);
          const options: LinkOptions = {
            name: "wire",
            framing: framing as keyof typeof both,
            rate: "16Mbps",
            delay: "3ms",
            reverse: { rate: "1Mbps", delay: "40ms" },
          };
          net.link(h1, h2, options).capture();
          return { ping: h1.run(["ping", "-c", 2, "-s", 400, h2]) };
        },
      });
      await texts(run(asymmetric, { out }));
      const file = join(out, "wire.pcapng");
      const fields = ["icmp.type", "icmp.seq", "frame.interface_name", "frame.time_epoch"];
      const times = new Map(
        tsharkFields(file, "icmp", fields).map(([type, seq, name, time = ""]) => [
          `${type}/${seq}/${name}`,
          captureNs(time),
        ]),
      );
      const bits = 8 * onWire(14 + 20 + 8 + 400);
      for (const [type, from, to, rateMbps, delayNs] of [
        [8, "h1-eth0", "h2-eth0", 16, 3e6],
        [0, "h2-eth0", "h1-eth0", 1, 4e7],
      ] as const) {
        const start = times.get(`${type}/1/${from}`);
        const arrival = times.get(`${type}/1/${to}`);
        assert.ok(start !== undefined && arrival !== undefined);
        const expected = Math.floor((bits * 1000) / rateMbps) + delayNs;
        assert.equal(Number(arrival - start), expected, `from ${from}`);
      }
    });
  }

  it("an MTU holds for interfaces and for what crosses routers", async () => {
    const out = temporaryFolder();
    const path = scenario({
      until: "6s",
      build(net) {
        const [h1, h2] = net.hosts("h", 2);
        const r1 = net.router("r1");
        net.link(h1, r1, { name: "jumbo", mtu: 9000 }).capture();
        net.link(r1, h2, { name: "small", mtu: 1400 }).capture();
        h2.run("iperf3 -s -1");
        return {
          h1: h1.run("ip link show eth0"),
          h2: h2.run("ip link show eth0"),
          jumbo: h1.run(["ping", "-c", 1, "-s", 8000, r1]),
          four: h1.run(["ping", "-c", 3, "-s", 3000, h2]),
          six: h1.run(["ping", "-6", "-c", 3, "-s", 3000, h2]),
          tcp: h1.run(["iperf3", "-c", h2, "-n", "300K"], { at: "3s" }),
        };
      },
    });
    const { h1, h2, jumbo, four, six } = await texts(run(path, { out }));
    assert.match(h1, / mtu 9000 /);
    assert.match(h2, / mtu 1400 /);
    assert.match(jumbo, / 0% packet loss/);
    // The first one is answered by what says the MTU.
    for (const ping of [four, six]) assert.match(ping, /3 packets transmitted, 2 packets received/);
    const longest = (link: string, filter: string): number => {
      const rows = tsharkFields(join(out, `${link}.pcapng`), filter, ["frame.len"]);
      return Math.max(...rows.map(([length]) => Number(length)));
    };
    assert.equal(longest("jumbo", "icmp"), 8000 + 8 + 20 + 14);
    assert.ok(longest("small", "frame") <= 1414);
    assert.equal(longest("small", "tcp.dstport == 5201"), 1414);
  });
});

describe("captures", { skip }, () => {
  const ping = (record: "nothing" | "everything" | "choice") =>
    scenario({
      name: "captures",
      build(net) {
        const [h1, h2] = net.hosts("h", 2);
        const s1 = net.switch("s1");
        const link = net.link(h1, s1, { delay: "1ms" });
        net.link(h2.interface("lan", { mtu: 1300 }), s1, { mtu: 1300 });
        if (record === "everything") net.capture();
        if (record === "choice") {
          link.capture({ file: "both-ends.pcapng", snaplen: "60B" });
          s1.capture({ from: "500ms", until: "1500ms" });
          h2.capture();
        }
        h1.run(["ping", "-c", 3, h2]);
      },
    });
  const names = (file: string): readonly string[] => {
    const rows = tsharkFields(file, "frame", ["frame.interface_name"]);
    return [...new Set(rows.map(([name = ""]) => name))].sort();
  };

  it("change nothing", async () => {
    const [none, all, some] = await Promise.all(
      (["nothing", "everything", "choice"] as const).map((record) =>
        run(ping(record), { out: temporaryFolder() }),
      ),
    );
    assert.deepEqual(all?.frames, none?.frames);
    assert.deepEqual(some?.frames, none?.frames);
  });

  it("have a file for each port, named after it", async () => {
    const out = temporaryFolder();
    await run(ping("everything"), { out });
    for (const name of ["h1-eth0", "h2-lan", "s1-port1", "s1-port2"]) {
      assert.deepEqual(names(join(out, `${name}.pcapng`)), [name]);
    }
  });

  it("hold what was asked for, with nanoseconds in order", async () => {
    const out = temporaryFolder();
    await run(ping("choice"), { out });
    const file = join(out, "both-ends.pcapng");
    assert.deepEqual(names(file), ["h1-eth0", "s1-port1"]);
    const rows = tsharkFields(file, "frame", ["frame.time_epoch", "frame.cap_len", "frame.len"]);
    const times = rows.map(([time = ""]) => captureNs(time));
    assert.deepEqual(
      [...times].sort((a, b) => (a < b ? -1 : 1)),
      times,
    );
    assert.ok(times.some((time) => time % 1000n !== 0n));
    for (const [, kept, length] of rows) assert.equal(Number(kept), Math.min(60, Number(length)));
    const window = tsharkFields(join(out, "s1.pcapng"), "frame", ["frame.time_epoch"]);
    assert.ok(window.length > 0);
    for (const [time = ""] of window) {
      const at = captureNs(time);
      assert.ok(at >= 500_000_000n && at < 1_500_000_000n, time);
    }
    assert.deepEqual(names(join(out, "h2.pcapng")), ["h2-lan"]);
  });
});
