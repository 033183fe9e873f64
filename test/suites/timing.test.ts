// SPDX-License-Identifier: MIT
/**
 * Link timing to the nanosecond, read from the capture: on an idle link an echo's reply arrives
 * exactly 2 (transmission + delay) after its request starts, the first after ARP included.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { scenario } from "../../src/index.ts";
import { randomStream } from "../../src/sim/random.ts";
import { runHere } from "../engine.ts";
import { captureNs, hasTshark, tsharkFields } from "../tshark.ts";

const OVERHEAD_BYTES = 24;
const HEADERS_BYTES = 14 + 20 + 8;
const FRAME_BYTES_MIN = 60;

for (const seed of [1, 2, 3]) {
  describe(`ping timing, seed ${seed}`, { skip: !hasTshark && "needs tshark" }, () => {
    const chance = randomStream(seed, "test", "timing");
    const rateBps = chance.integer(100_000, 1_000_000_000);
    const delayNs = chance.integer(1, 50_000_000);
    const payload = chance.integer(0, 1400);

    it(`${rateBps} bit/s, ${delayNs} ns, ${payload} bytes`, async () => {
      const ping = scenario({
        build(net) {
          const [h1, h2] = net.hosts("h", 2);
          const link = net.link(h1, h2, { rate: `${rateBps}bps`, delay: `${delayNs}ns` });
          h1.capture({ file: "h1.pcapng" });
          return { link, ping: h1.run(["ping", "-c", 3, "-s", payload, h2]) };
        },
      });
      const { outcome, folder } = await runHere(ping, { seed });
      assert.deepEqual(
        outcome.processes.map(({ status }) => status),
        [0],
      );
      const fields = ["icmp.type", "icmp.seq", "frame.time_epoch"];
      const rows = tsharkFields(join(folder, "h1.pcapng"), "icmp", fields);
      const times = new Map(
        rows.map(([type, seq, time]) => [`${type}/${seq}`, captureNs(time ?? "")]),
      );
      const bytes = Math.max(payload + HEADERS_BYTES, FRAME_BYTES_MIN) + OVERHEAD_BYTES;
      const transmission = (BigInt(bytes) * 8_000_000_000n) / BigInt(rateBps);
      for (const seq of ["0", "1", "2"]) {
        const request = times.get(`8/${seq}`);
        const reply = times.get(`0/${seq}`);
        assert.ok(request !== undefined && reply !== undefined, `echo ${seq} is in the capture`);
        assert.equal(reply - request, 2n * (transmission + BigInt(delayNs)), `echo ${seq}`);
      }
    });
  });
}
