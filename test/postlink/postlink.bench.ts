// SPDX-License-Identifier: MIT
// What the post-link step costs at run time: for each workload the fastest of some rounds over
// the fastest of the untouched program, interleaved in one process, after all tiers have compiled.
// And what it costs in size, and in time at the link.
import { type PostlinkOptions, postlink } from "../../src/build/postlink/postlink.ts";
import { compileProgram, missingCompiler, runProgram } from "./program.ts";

const rounds = Number(process.argv[2] ?? 5);
const workloads = ["pointers", "hash", "recursion", "interpreter"];
const variants: readonly [string, PostlinkOptions][] = [
  ["null", { stackChecks: false }],
  ["null, own places", { stackChecks: false, codeMap: true }],
  ["stack", { nullChecks: false }],
  ["all", {}],
];

function cpuMs(program: Uint8Array<ArrayBuffer>, workload: number, results: Set<unknown>): number {
  const before = process.threadCpuUsage();
  results.add(runProgram(program, workload).end);
  const { user } = process.threadCpuUsage(before);
  return user / 1000;
}

function ratios(programs: readonly Uint8Array<ArrayBuffer>[], workload: number): number[] {
  const best = programs.map(() => Number.POSITIVE_INFINITY);
  const results = new Set<unknown>();
  for (let round = 0; round < rounds; round++) {
    programs.forEach((program, i) => {
      best[i] = Math.min(best[i]!, cpuMs(program, workload, results));
    });
  }
  if (results.size !== 1) throw new Error(`Results differ: ${[...results].join(", ")}`);
  return best.map((ms) => ms / best[0]!);
}

const missing = missingCompiler();
if (missing !== false) {
  console.log(`postlink bench: skipped, ${missing}`);
} else {
  const linked = compileProgram("workloads", ["-O2"]);
  const programs = [linked, ...variants.map(([, options]) => postlink(linked, options))];
  const column = (text: string): string => text.padStart(18);
  console.log("".padEnd(12), ...variants.map(([name]) => column(name)));
  for (const [i, name] of workloads.entries()) {
    const cells = ratios(programs, i).slice(1);
    console.log(name.padEnd(12), ...cells.map((ratio) => column(ratio.toFixed(2))));
  }
  for (const [, options] of variants) {
    postlink(linked, {
      ...options,
      report: ({ codeBytesBefore, codeBytesAfter, accesses }) =>
        console.log(JSON.stringify({ options, codeBytesBefore, codeBytesAfter, ...accesses })),
    });
  }
}
