// SPDX-License-Identifier: MIT
/**
 * Boots so many hosts on a switch, prints this process's resident bytes while they idle; 0: none.
 */
import { scenario } from "../src/index.ts";
import { measure } from "./engine.ts";

const hosts = Number(process.argv[2]);
const idle = scenario({
  until: "1s",
  build(net) {
    net.star(net.switch("s1"), net.hosts("h", Math.max(hosts, 1)));
  },
});

function residentBytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

let resident = residentBytes();
if (hosts > 0) {
  await measure(idle, {}, 0, () => {
    resident = residentBytes();
  });
}
process.stdout.write(`${resident}\n`);
process.exit(0);
