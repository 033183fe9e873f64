// SPDX-License-Identifier: MIT
/** Compares two observations line by line, for a reader. */
import { withDifferences } from "./differences.ts";
import type { Observation } from "./programs.ts";

/**
 * @returns "" when the simulated host behaves as this machine does, known differences apart; else
 *   the lines that differ, "-" native and "+" simulated, each with two lines before it
 */
export function compare(program: string, native: Observation, simulated: Observation): string {
  const { expected, unseen } = withDifferences(program, native.stdout);
  const problems = unseen.map(({ native: line }) => `no line '${line}' to differ in`);
  const a = [...linesOf(expected), `status ${native.status}`];
  const b = [...linesOf(simulated.stdout), `status ${simulated.status}`];
  const shown = differing(a, b);
  if (shown.length > 0) problems.push(...shown);
  if (shown.length > 0 && simulated.stderr !== "") problems.push(simulated.stderr.trimEnd());
  return problems.join("\n");
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The lines of a longest common subsequence stand, the others are marked. */
function differing(a: readonly string[], b: readonly string[]): string[] {
  const lengths = commonLengths(a, b);
  const length = (i: number, j: number): number => lengths[i * (b.length + 1) + j] ?? 0;
  const marked: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      marked.push(`  ${a[i]}`);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && length(i + 1, j) >= length(i, j + 1))) {
      marked.push(`- ${a[i++]}`);
    } else {
      marked.push(`+ ${b[j++]}`);
    }
  }
  const near = (at: number): boolean =>
    [0, 1, 2].some((behind) => marked[at + behind]?.startsWith(" ") === false);
  return marked.filter((_, at) => near(at));
}

/** Lengths of the longest common subsequences of the ends from (i, j) on, row by row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] ?? 0;
      const beside = lengths[i * width + j + 1] ?? 0;
      const next = lengths[(i + 1) * width + j + 1] ?? 0;
      lengths[i * width + j] = a[i] === b[j] ? next + 1 : Math.max(below, beside);
    }
  }
  return lengths;
}
