// SPDX-License-Identifier: MIT
/** Boots so many hosts on a switch, prints this process's resident bytes while they idle. */
import { scenario } from "../src/index.ts";
import { measure } from "./engine.ts";

const hosts = Number(process.argv[2]);
let resident = 0;
const idle = scenario({
  until: "1s",
  build(net) {
    if (hosts > 0) net.star(net.switch("s1"), net.hosts("h", hosts));
    else net.switch("s1");
  },
});
await measure(idle, {}, 0, () => {
  (globalThis as { gc?: () => void }).gc?.();
  resident = process.memoryUsage.rss();
});
process.stdout.write(`${resident}\n`);
process.exit(0);
