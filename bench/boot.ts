// SPDX-License-Identifier: MIT
/** CPU time of a boot: kernel, root, init, addresses, up to READY; the first and the others. */
import { scenario } from "../src/index.ts";
import { cpuSeconds, measure } from "./engine.ts";
import type { Figure } from "./figure.ts";

const HOSTS = 40;

/** CPU milliseconds of a run that does nothing but boot so many hosts on a switch. */
async function bootMs(hosts: number): Promise<number> {
  const idle = scenario({
    until: "1ms",
    build(net) {
      net.star(net.switch("s1"), net.hosts("h", hosts));
    },
  });
  const before = cpuSeconds();
  await measure(idle, {}, 0);
  return (cpuSeconds() - before) * 1e3;
}

export async function benchBoot(): Promise<readonly Figure[]> {
  const first = await bootMs(1);
  const one = await bootMs(1);
  const all = await bootMs(HOSTS + 1);
  return [
    { what: "first run of one host, all in (CPU)", value: first, unit: "ms" },
    { what: "boot of a host, warm (CPU)", value: (all - one) / HOSTS, unit: "ms" },
  ];
}
