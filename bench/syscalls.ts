// SPDX-License-Identifier: MIT
/**
 * CPU time of a system call (getppid), with its charge of virtual time and with next to none, and
 * of a switch between two threads (sched_yield). A first run warms up.
 */
import { scenario } from "../src/index.ts";
import { buildPrograms, measure } from "./engine.ts";
import type { Figure } from "./figure.ts";

const FEW = 10_000;
const MANY = 5_010_000;

export async function benchSyscalls(): Promise<readonly Figure[]> {
  const programs = buildPrograms(["syscalls"]);
  const seconds = async (
    what: "call" | "switch",
    count: number,
    perSyscall: "1us" | "1ns",
  ): Promise<number> => {
    const one = scenario({
      build(net) {
        const install = [`${programs}/syscalls`];
        net.host("h1", { install, cpu: { perSyscall } }).run(["syscalls", what, count]);
      },
    });
    return (await measure(one, {}, 0)).cpuS;
  };
  const figures: Figure[] = [];
  for (const [name, what, perSyscall, each] of [
    ["system call, charge of 1 us", "call", "1us", 1],
    ["system call, charge of 1 ns", "call", "1ns", 1],
    ["task switch", "switch", "1us", 2],
  ] as const) {
    await seconds(what, MANY, perSyscall);
    const few = await seconds(what, FEW, perSyscall);
    const many = await seconds(what, MANY, perSyscall);
    figures.push({ what: name, value: ((many - few) / (MANY - FEW) / each) * 1e9, unit: "ns" });
  }
  return figures;
}
