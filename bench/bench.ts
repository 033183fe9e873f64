// SPDX-License-Identifier: MIT
/**
 * Benchmarks as a table: `npm run bench`, or `node bench/bench.ts NAME…`; `--json` prints the
 * figures.
 *
 * Every ratio is against something measured in the same run: ns-3 does the same work beside the
 * chain (equal bytes and hops are asserted before a ratio is printed). CPU time is that of the
 * traffic, user and system. They are no tests: nothing fails for being slow.
 */
import Table from "cli-table3";
import { benchBoot } from "./boot.ts";
import { benchChains } from "./chains.ts";
import type { Figure } from "./figure.ts";
import { benchMemory } from "./memory.ts";
import { benchSyscalls } from "./syscalls.ts";

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  boot: benchBoot,
  memory: benchMemory,
  syscalls: benchSyscalls,
  chains: benchChains,
};

const names = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const unknown = names.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark is called "${unknown[0]}". There are: ${Object.keys(benches).join(", ")}\n`,
  );
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stderr.write(`${name}…\n`);
  figures.push(...(await bench()));
}
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else {
  const table = new Table({
    head: ["", "value", "unit", "ratio"],
    style: { head: [], border: [] },
  });
  for (const { what, value, unit, ratio } of figures) {
    table.push([what, shown(value), unit, ratio ? `${shown(ratio.value)} × ${ratio.of}` : ""]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

/** Three significant digits. */
function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
