// SPDX-License-Identifier: MIT
/** CPU time of a system call (getppid) and of a switch between two threads (sched_yield). */
import { scenario } from "../src/index.ts";
import { buildPrograms, measure } from "./engine.ts";
import type { Figure } from "./figure.ts";

const COUNTS = [10_000, 2_010_000] as const;

export async function benchSyscalls(): Promise<readonly Figure[]> {
  const programs = buildPrograms(["syscalls"]);
  const seconds = async (what: string, count: number): Promise<number> => {
    const one = scenario({
      build(net) {
        const host = net.host("h1", { install: [`${programs}/syscalls`] });
        host.run(["syscalls", what, count]);
      },
    });
    return (await measure(one, {}, 0)).cpuS;
  };
  const figures: Figure[] = [];
  for (const [what, each] of [
    ["call", 1],
    ["switch", 2],
  ] as const) {
    const [few, many] = COUNTS;
    const warm = await seconds(what, few);
    const cpuS = (await seconds(what, many)) - warm;
    const name = what === "call" ? "system call, charge included" : "task switch";
    figures.push({ what: name, value: (cpuS / (many - few) / each) * 1e9, unit: "ns" });
  }
  return figures;
}
