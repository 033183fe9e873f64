// SPDX-License-Identifier: MIT
/** Outcomes and files of tests, without an engine. */
import { encodeUtf8 } from "../wasm/text.ts";
import type { Ended, ResultFiles } from "./environment.ts";
import type { Plan } from "./plan/plan.ts";
import type { Outcome, ProcessOutcome } from "./results/outcome.ts";

/** Every program ends with 0 one second after its start; what is given differs. */
export function fakeOutcome(plan: Plan, differs: Partial<Outcome> = {}): Outcome {
  const counters = { frames: 10, bytes: 1000, lostFrames: 1, queueDropsFrames: 2 };
  return {
    state: "finished",
    virtualNs: 5_000_000_000,
    processes: plan.programs.map((program) => fakeProcess(program.id, program.atNs)),
    crashes: [],
    panics: [],
    links: plan.links.map(({ name }) => ({ name, forward: counters, reverse: counters })),
    frames: { count: 20, bytes: 2000, hash: "5f" },
    kernels: Object.fromEntries(plan.hosts.map(({ name }) => [name, "6.12.48"])),
    images: { linux: "aa", iperf3: "bb" },
    failures: [],
    ...differs,
  };
}

export function fakeProcess(
  id: number,
  startNs: number,
  differs: Partial<ProcessOutcome> = {},
): ProcessOutcome {
  return {
    id,
    pid: 12 + id,
    startNs,
    endNs: startNs + 1_000_000_000,
    end: "exited",
    status: 0,
    signal: undefined,
    ...differs,
  };
}

export function fakeFiles(texts: Readonly<Record<string, string>>): ResultFiles {
  const bytes = (path: string): Uint8Array | undefined => {
    const text = texts[path];
    return text === undefined ? undefined : encodeUtf8(text);
  };
  return {
    size: (path) => bytes(path)?.length,
    list: (folder) =>
      Object.keys(texts)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .sort(),
    read: async (path) => await Promise.resolve(bytes(path) ?? new Uint8Array()),
  };
}

export function fakeEnd(outcome: Outcome, texts: Readonly<Record<string, string>> = {}): Ended {
  return {
    outcome,
    files: fakeFiles(texts),
    folder: "results/exp",
    wallS: 0.5,
    version: "0.1.0",
    repeat: "./dce run exp.ts --seed 1",
  };
}
