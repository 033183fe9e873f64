// SPDX-License-Identifier: MIT
/**
 * `run()` in a browser: the engine in a worker, images fetched, results in memory. src/web/index.ts
 * registers it; it is loaded at the first run.
 */
import type { Failure } from "../scenario/api/result.ts";
import type {
  Edge,
  Ended,
  Environment,
  ResultFiles,
  StartOptions,
} from "../scenario/environment.ts";
import type { Plan } from "../scenario/plan/plan.ts";
import type { FilesByPath } from "./browser-machine.ts";
import { runEngine } from "./engine-thread.ts";
import type { Simulated } from "./engine-worker.ts";
import { fetchManifest, type ImageManifest } from "./images.ts";
import type { Whereabouts } from "./run-control.ts";
import { checkStackSwitching } from "./stack-switching.ts";

/** @throws Error: the browser lacks what the engine needs */
export async function webEdge(progress?: (where: Whereabouts) => void): Promise<Edge> {
  checkStackSwitching();
  const manifest = await fetchManifest();
  return {
    environment: () => Promise.resolve(webEnvironment(manifest)),
    async start(plan, options) {
      refuseMachine(options);
      const started = performance.now();
      const watch = { stallS: options.stallS, signal: options.signal, progress };
      const first = await runEngine(plan, manifest, watch);
      const wallS = (performance.now() - started) / 1000;
      const again = options.verify ? await runEngine(plan, manifest, watch) : first;
      const failures = [...first.outcome.failures, ...difference(first, again)];
      return {
        outcome: { ...first.outcome, failures },
        files: memoryFiles(first.files),
        folder: undefined,
        wallS,
        version: manifest.version,
        repeat: repeatText(plan),
      } satisfies Ended;
    },
    finish: () => Promise.resolve(),
  };
}

/** What a scenario may ask of a browser while it is checked: there are programs, and no files. */
function webEnvironment({ commands }: ImageManifest): Environment {
  return {
    programs: {
      find: (command) => (Object.hasOwn(commands, command) ? commands[command] : undefined),
      all: () => Object.keys(commands).sort(),
    },
    machine: { find: () => undefined },
    show: (module) => module.replace(`${location.origin}/`, ""),
  };
}

function refuseMachine({ out, storage }: StartOptions): void {
  const where = out === undefined ? "Read them from the result" : "Leave out `out`";
  if (out === undefined && storage !== "machine") return;
  throw new Error(
    `Cannot write results to '${out ?? storage}': a browser has no folders. ${where}.`,
  );
}

/** The files of a run as results read them. */
function memoryFiles(files: FilesByPath): ResultFiles {
  return {
    size: (path) => files.get(path)?.length,
    list(path) {
      const start = path === "" ? "" : `${path}/`;
      const below = [...files.keys()].filter((one) => one.startsWith(start));
      return [
        ...new Set(below.map((one) => one.slice(start.length).split("/", 1)[0] ?? "")),
      ].sort();
    },
    read(path) {
      const bytes = files.get(path);
      if (bytes === undefined) return Promise.reject(new Error(`no file '${path}'`));
      return Promise.resolve(bytes);
    },
  };
}

/** The first difference of two runs of one plan. */
function difference(first: Simulated, again: Simulated): readonly Failure[] {
  const message = differing(first, again);
  if (message === undefined) return [];
  return [{ kind: "verify", atNs: 0, host: undefined, message: `The two runs differ: ${message}` }];
}

function differing(first: Simulated, again: Simulated): string | undefined {
  if (JSON.stringify(first.outcome) !== JSON.stringify(again.outcome)) return "their outcomes";
  const paths = [...new Set([...first.files.keys(), ...again.files.keys()])].sort();
  return paths.find((path) => !equal(first.files.get(path), again.files.get(path)));
}

function equal(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a?.length === b?.length && (a?.every((byte, i) => byte === b?.[i]) ?? true);
}

/** What repeats a run that code has started: that page, and the seed. */
function repeatText(plan: Plan): string {
  return `${location.href} (scenario ${plan.scenario}, seed ${plan.seed})`;
}
