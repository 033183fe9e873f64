// SPDX-License-Identifier: MIT
/** Wall time of a boot: kernel, root, init, addresses, up to READY; the first and the others. */
import { scenario } from "../src/index.ts";
import type { Figure } from "./bench.ts";
import { measure } from "./engine.ts";

const HOSTS = 40;

export async function benchBoot(): Promise<readonly Figure[]> {
  const boots: number[] = [];
  const pairs = (hosts: number): unknown =>
    scenario({
      until: "1ms",
      build(net) {
        net.star(net.switch("s1"), net.hosts("h", hosts));
      },
    });
  for (const hosts of [1, HOSTS]) {
    const before = performance.now();
    await measure(pairs(hosts), {}, 0);
    boots.push(performance.now() - before);
  }
  const [first = 0, all = 0] = boots;
  return [
    { what: "first run of one host, all in", value: first, unit: "ms" },
    { what: "boot of a host, warm", value: all / HOSTS, unit: "ms" },
  ];
}
