// SPDX-License-Identifier: MIT
/**
 * Starts the engine in a worker and watches it from the page. A run that is given up from outside
 * while it does not answer loses its files, since they are in the worker's memory.
 */
import type { Abort } from "../scenario/api/scenario.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { Outcome } from "../scenario/results/outcome.ts";
import type { EngineMessage, Simulated } from "./engine-worker.ts";
import type { ImageManifest } from "./images.ts";
import { RunControl, type Whereabouts } from "./run-control.ts";

const LOOK_MS = 50;
/** How long the engine has to end by itself. */
const STOP_MS = 350;

export interface EngineWatch {
  /** Wall time without virtual progress after which the run is given up; 0: never. */
  readonly stallS: number;
  /** Ends the run; its results are kept. */
  readonly signal: Abort | undefined;
  /** Called every 50 ms while it runs. */
  readonly progress?: ((where: Whereabouts) => void) | undefined;
}

/** @throws Error: the run could not start, or a fault of the engine itself */
export async function runEngine(
  plan: Plan,
  manifest: ImageManifest,
  watch: EngineWatch,
): Promise<Simulated> {
  const control = new RunControl();
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" });
  const ended = Promise.withResolvers<Simulated>();
  const watchdog = new Watchdog(plan, control, watch, ended.resolve);
  worker.addEventListener("message", ({ data }: MessageEvent<EngineMessage>) => {
    if (data.kind === "simulating") watchdog.begin();
    else if (data.kind === "ended") ended.resolve(data);
    else ended.reject(Object.assign(new Error(data.message), { name: data.name }));
  });
  worker.addEventListener("error", ({ message }) => {
    ended.reject(new Error(`Cannot start the engine: ${message || "its module does not load"}`));
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, no window
  worker.postMessage({ plan, manifest, block: control.block });
  try {
    return watchdog.judge(await ended.promise);
  } finally {
    watchdog.end();
    worker.terminate();
  }
}

class Watchdog {
  readonly #plan: Plan;
  readonly #control: RunControl;
  readonly #watch: EngineWatch;
  readonly #giveUp: (lost: Simulated) => void;
  readonly #timer: number;
  #patience: number | undefined;
  #stalled: Whereabouts | undefined;
  #begun = false;
  #lastMark = Number.NaN;
  #lastChange = 0;

  /** @param giveUp called when the engine did not end by itself */
  constructor(
    plan: Plan,
    control: RunControl,
    watch: EngineWatch,
    giveUp: (lost: Simulated) => void,
  ) {
    this.#plan = plan;
    this.#control = control;
    this.#watch = watch;
    this.#giveUp = giveUp;
    this.#timer = window.setInterval(() => this.#look(), LOOK_MS);
    watch.signal?.addEventListener("abort", () => this.#stop());
    if (watch.signal?.aborted === true) this.#stop();
  }

  begin(): void {
    this.#begun = true;
    this.#lastChange = performance.now();
  }

  end(): void {
    window.clearInterval(this.#timer);
    window.clearTimeout(this.#patience);
  }

  /** A run that was given up because virtual time stood still has failed, whatever it answers. */
  judge(simulated: Simulated): Simulated {
    if (this.#stalled === undefined) return simulated;
    const { hostIndex, pid, virtualNs } = this.#stalled;
    const host = this.#plan.hosts[hostIndex]?.name;
    const who = host === undefined ? "The simulation" : `${host}: pid ${pid}`;
    const message =
      `${who} makes no progress at ${(virtualNs / 1e9).toFixed(3)} s: it computes and makes no ` +
      `system call. Given up after ${this.#watch.stallS} s (stall).`;
    const spin = { kind: "spin" as const, atNs: virtualNs, host, message };
    const { outcome, files } = simulated;
    const failures = [...outcome.failures, spin];
    return { outcome: { ...outcome, state: "failed", failures }, files };
  }

  #look(): void {
    if (!this.#begun || !this.#control.shared) return;
    const where = this.#control.whereabouts();
    this.#watch.progress?.(where);
    // Hosts boot one after the other before time 0: each is progress.
    const booting = where.virtualNs <= 0 ? where.hostIndex + where.events : 0;
    const mark = where.virtualNs + booting;
    const now = performance.now();
    if (mark !== this.#lastMark) {
      this.#lastMark = mark;
      this.#lastChange = now;
    }
    const { stallS } = this.#watch;
    if (stallS > 0 && now - this.#lastChange >= stallS * 1000 && this.#stalled === undefined) {
      this.#stalled = where;
      this.#stop();
    }
  }

  #stop(): void {
    if (this.#control.stopped) return;
    this.#control.stop();
    this.#patience = window.setTimeout(() => {
      const { virtualNs } = this.#control.whereabouts();
      this.#giveUp({ outcome: lostOutcome(this.#plan, virtualNs), files: new Map() });
    }, STOP_MS);
  }
}

/** What is known of a run whose worker had to be ended: which programs were to have started. */
function lostOutcome(plan: Plan, virtualNs: number): Outcome {
  const none = { frames: 0, bytes: 0, lostFrames: 0, queueDropsFrames: 0 };
  return {
    state: "stopped",
    virtualNs,
    processes: plan.programs.map(({ id, atNs }) => ({
      id,
      pid: undefined,
      startNs: atNs <= virtualNs ? atNs : undefined,
      endNs: undefined,
      end: atNs <= virtualNs ? "running" : "not started",
      status: undefined,
      signal: undefined,
    })),
    crashes: [],
    panics: [],
    links: plan.links.map(({ name }) => ({ name, forward: none, reverse: none })),
    frames: { count: 0, bytes: 0, hash: "" },
    kernels: {},
    images: {},
    failures: [],
  };
}
