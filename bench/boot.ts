// SPDX-License-Identifier: MIT
/** Wall time of a boot: kernel, root, init, addresses, up to READY; the first and the others. */
import { scenario } from "../src/index.ts";
import { measure } from "./engine.ts";
import type { Figure } from "./figure.ts";

const HOSTS = 40;

/**
 * Milliseconds of the engine for a run that boots so many hosts and ends, two on each link: on one
 * switch each would hear the multicast reports of all others.
 */
async function bootMs(hosts: number): Promise<number> {
  const idle = scenario({
    until: "1ms",
    build(net) {
      const all = net.hosts("h", hosts);
      for (let i = 0; i + 1 < hosts; i += 2) net.link(all.get(i), all.get(i + 1));
    },
  });
  return (await measure(idle, {}, 0)).wallS * 1e3;
}

export async function benchBoot(): Promise<readonly Figure[]> {
  const first = await bootMs(2);
  const two = await bootMs(2);
  const all = await bootMs(HOSTS + 2);
  return [
    { what: "first run of two hosts, all in", value: first, unit: "ms" },
    { what: "boot of a host, warm", value: (all - two) / HOSTS, unit: "ms" },
  ];
}
