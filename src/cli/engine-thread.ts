// SPDX-License-Identifier: MIT
/**
 * Starts the engine in a worker thread and watches it from the main thread, which keeps the
 * terminal, signals and the watchdog alive: a loop of wasm and microtasks starves an event loop.
 */
import { Worker } from "node:worker_threads";
import type { Outcome } from "../scenario/results/outcome.ts";
import type { EngineError, EngineJob, WorkerMessage } from "./engine-job.ts";
import { CommandSide, makeSharedBlock, PHASE_OF, type Whereabouts } from "./shared-block.ts";
import { sampleStack } from "./stack-sampler.ts";

const LOOK_MS = 50;
/** How long the engine has to end by itself; Ctrl-C promises results within half a second. */
const STOP_MS = 250;

export interface EngineWatch {
  /** Wall time without virtual progress after which the run is given up; 0: never. */
  readonly stallMs: number;
  /** Called every 50 ms. */
  readonly progress?: (where: Whereabouts) => void;
  /** Ends the run; its results are kept. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes of standard input for a host that waits for them; empty at the end. */
  readonly input?: (maxBytes: number) => Promise<Uint8Array>;
}

/** Where virtual time stood still, and what was running there. */
export interface Stall extends Whereabouts {
  readonly wallMs: number;
  /** C functions, innermost first, as far as the thread could be asked. */
  readonly functions: readonly string[];
}

/** How the engine ended. */
export interface EngineEnd {
  /** Undefined: it had to be ended from outside, or failed itself. */
  readonly outcome: Outcome | undefined;
  /** A failure of the engine: its message and stack. */
  readonly error: EngineError | undefined;
  /** Where it stood when it was given up because virtual time did. */
  readonly stalled: Stall | undefined;
  /** Where it was last. */
  readonly where: Whereabouts;
  /** `dce exec`: our standard output or error took no more, such as a file on a full disk. */
  readonly outputLost: boolean;
}

export async function runEngine(job: EngineJob, watch: EngineWatch): Promise<EngineEnd> {
  const block = makeSharedBlock();
  const side = new CommandSide(block);
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
    workerData: { job, block },
    stdin: false,
  });
  const ended = Promise.withResolvers<Pick<EngineEnd, "outcome" | "error">>();
  worker.once("message", (message: WorkerMessage) => {
    ended.resolve({ outcome: message.outcome, error: message.error });
  });
  worker.once("error", (error: Error) => {
    const { name, message, stack = "" } = error;
    ended.resolve({ outcome: undefined, error: { name, message, stack } });
  });
  worker.once("exit", () => ended.resolve({ outcome: undefined, error: undefined }));

  const watchdog = new Watchdog(side, watch, {
    sample: () => sampleStack(worker),
    giveUp: () => ended.resolve({ outcome: undefined, error: undefined }),
  });
  if (watch.input !== undefined) void serveInput(side, watch.input);
  try {
    const how = await ended.promise;
    const { stalled } = watchdog;
    return { ...how, stalled, where: side.whereabouts(), outputLost: side.outputLost };
  } finally {
    watchdog.end();
    await worker.terminate();
  }
}

interface WatchdogActs {
  /** The functions that the engine's thread is in. */
  readonly sample: () => Promise<readonly string[]>;
  /** Called when the engine did not end by itself. */
  readonly giveUp: () => void;
}

class Watchdog {
  stalled: Stall | undefined;
  readonly #side: CommandSide;
  readonly #watch: EngineWatch;
  readonly #acts: WatchdogActs;
  readonly #timer: NodeJS.Timeout;
  readonly #abort: () => void;
  #patience: NodeJS.Timeout | undefined;
  #lastNs = Number.NaN;
  #lastChange = performance.now();

  constructor(side: CommandSide, watch: EngineWatch, acts: WatchdogActs) {
    this.#side = side;
    this.#watch = watch;
    this.#acts = acts;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#abort = (): void => this.#stop();
    watch.signal?.addEventListener("abort", this.#abort);
    if (watch.signal?.aborted === true) this.#stop();
  }

  #look(): void {
    const where = this.#side.whereabouts();
    this.#watch.progress?.(where);
    const now = performance.now();
    const still = where.phase === PHASE_OF.simulating && !where.waitsForInput;
    // Hosts boot one after the other before time 0: each is progress.
    const mark = where.virtualNs + (where.virtualNs <= 0 ? where.hostIndex + where.events : 0);
    if (mark !== this.#lastNs || !still) {
      this.#lastNs = mark;
      this.#lastChange = now;
    }
    const wallMs = now - this.#lastChange;
    if (this.#watch.stallMs > 0 && wallMs >= this.#watch.stallMs && this.stalled === undefined) {
      this.stalled = { ...where, wallMs, functions: [] };
      void this.#giveUpOn(this.stalled);
    }
  }

  async #giveUpOn(stall: Stall): Promise<void> {
    this.stalled = { ...stall, functions: await this.#acts.sample() };
    this.#stop();
  }

  #stop(): void {
    if (this.#side.stopping) return;
    this.#side.stop();
    this.#patience = setTimeout(this.#acts.giveUp, STOP_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#patience);
    this.#watch.signal?.removeEventListener("abort", this.#abort);
  }
}

async function serveInput(
  side: CommandSide,
  input: NonNullable<EngineWatch["input"]>,
): Promise<void> {
  while (!side.stopping) side.give(await input(await side.requested()));
}
