// SPDX-License-Identifier: MIT
/** Many hosts in one run: each boots its own kernel, all are reached, and the bytes repeat. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { param, run, scenario } from "../../src/index.ts";

const HOSTS = 100;

const lan = scenario({
  parameters: { hosts: param.integer(HOSTS, { min: 2 }) },
  until: "3s",
  build(net, { hosts }) {
    const members = net.hosts("h", hosts);
    net.lan("s1", members, { rate: "100Mbps", delay: "50us" });
    const pings = members.map((host, i) =>
      host.run(["ping", "-c", 1, members.get((i + 1) % hosts)], { at: `${10 * i}ms` }),
    );
    return { pings };
  },
});

describe(`${HOSTS} hosts on a switch`, () => {
  it("boot, answer pings, and repeat", async () => {
    const first = await run(lan);
    assert.deepEqual(first.failures, []);
    assert.equal(first.hosts.length, HOSTS);
    for (const ping of first.outputs.pings) {
      assert.match(await ping.stdout.text(), / 0% packet loss/, ping.host);
    }
    // Two echoes each, and the ARP and MLD around them.
    assert.ok(first.frames.count > 4 * HOSTS);
    const again = await run(lan);
    assert.deepEqual(again.frames, first.frames);
    const ends = ({ processes }: typeof first) =>
      processes.map(({ pid, startNs, endNs, status }) => [pid, startNs, endNs, status]);
    assert.deepEqual(ends(again), ends(first));
  });
});
