// SPDX-License-Identifier: MIT
/** Runs many oracle programs in one simulation, each on a host of its own. */
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { type Host, type Process, scenario } from "../../src/index.ts";
import type { SimulationSwitches } from "../../src/scenario/engine/machine.ts";
import type { ProcessOutcome } from "../../src/scenario/results/outcome.ts";
import { runHere } from "../engine.ts";
import { environment } from "./native.ts";
import type { Observation } from "./programs.ts";

/** More than the longest program needs; one that waits for ever is still running then. */
const until = "120s";

function started(host: Host, name: string): Process {
  return host.run([name], { cwd: "/root", env: environment, expect: "any" });
}

/**
 * @param paths built programs, with different file names
 * @returns one for each, in their order
 */
export async function runSimulated(
  paths: readonly string[],
  switches: SimulationSwitches = {},
): Promise<Observation[]> {
  const names = paths.map((path) => basename(path));
  const all = scenario({
    name: "oracle",
    until,
    build(net) {
      for (const [index, path] of paths.entries()) {
        started(net.host(`h${index}`, { install: [path] }), basename(path));
      }
    },
  });
  const { outcome, folder } = await runHere(all, { switches });
  return names.map((name, index) => {
    const process = outcome.processes[index];
    if (process === undefined) throw new Error(`'${name}' has no result`);
    const panic = outcome.panics.find(({ host }) => host === `h${index}`);
    const read = (file: string): string => {
      if (process.pid === undefined) return "";
      return readFileSync(join(folder, `files-h${index}/var/log/${process.pid}`, file), "utf8");
    };
    const stderr = read("stderr") + (panic === undefined ? "" : `panic\n${panic.text}\n`);
    return { stdout: read("stdout"), stderr, status: statusOf(process) };
  });
}

function statusOf({ end, status, signal }: ProcessOutcome): string {
  if (end === "exited") return `${status}`;
  return signal === undefined ? end : `${128 + (constants.signals[signal as "SIGINT"] ?? 0)}`;
}
