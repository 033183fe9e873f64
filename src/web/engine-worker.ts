// SPDX-License-Identifier: MIT
/** The engine's worker: fetches images, runs the simulation, posts how it ended and its files. */

import { simulate } from "../scenario/engine/simulate.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";
import { type FilesByPath, makeMachine } from "./browser-machine.ts";
import type { ImageManifest } from "./images.ts";
import { RunControl } from "./run-control.ts";

/** What the worker is sent, once. */
export interface EngineJob {
  readonly plan: Plan;
  readonly manifest: ImageManifest;
  /** Of a RunControl. */
  readonly block: ArrayBufferLike;
}

export interface Simulated {
  readonly outcome: Outcome;
  readonly files: FilesByPath;
}

/** What it posts, in this order. */
export type EngineMessage =
  | { readonly kind: "simulating" }
  | ({ readonly kind: "ended" } & Simulated)
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

async function work({ plan, manifest, block }: EngineJob): Promise<Simulated> {
  const { machine, files } = await makeMachine(plan, manifest, new RunControl(block));
  post({ kind: "simulating" });
  const outcome = await simulate(plan, machine);
  return { outcome, files: files() };
}

function post(message: EngineMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function answer(job: EngineJob): Promise<void> {
  try {
    const { outcome, files } = await work(job);
    const buffers = [...files.values()].map(({ buffer }) => buffer as ArrayBuffer);
    post({ kind: "ended", outcome, files }, buffers);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    post({ kind: "failed", name, message });
  }
}

self.addEventListener("message", (event: MessageEvent<EngineJob>) => void answer(event.data), {
  once: true,
});
