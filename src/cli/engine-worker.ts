// SPDX-License-Identifier: MIT
/** The engine's thread: makes the machine, runs the simulation, posts how it ended. */
import { parentPort, workerData } from "node:worker_threads";
import type { SimulationMachine } from "../scenario/engine/machine.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";
import { keepCompiled } from "./compile-cache.ts";
import type { EngineJob, WorkerMessage } from "./engine-job.ts";
import { EngineSide, PHASE_OF } from "./shared-block.ts";

interface EngineModule {
  readonly simulate: (plan: Plan, machine: SimulationMachine) => Promise<Outcome>;
}

async function work(job: EngineJob, side: EngineSide): Promise<Outcome> {
  keepCompiled();
  const { makeMachine } = await import("./node-machine.ts");
  const { simulate }: EngineModule = await import(job.engine);
  const { machine, close } = makeMachine(job, side);
  try {
    side.enter(PHASE_OF.simulating);
    return await simulate(job.plan, machine);
  } finally {
    side.enter(PHASE_OF.ending);
    close();
  }
}

function post(message: WorkerMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, no window
  parentPort?.postMessage(message);
}

const { job, block }: { job: EngineJob; block: SharedArrayBuffer } = workerData;
try {
  post({ outcome: await work(job, new EngineSide(block)), error: undefined });
} catch (error) {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  post({ outcome: undefined, error: { name, message, stack } });
}
