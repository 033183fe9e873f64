// SPDX-License-Identifier: MIT
/**
 * An engine that simulates nothing: each program of the plan does what its name says, one after the
 * other, a millisecond of virtual time each. It uses the machine as the real one does.
 */

import type { Content, Place } from "../../linux/ninep/storage.ts";
import type { SimulationMachine } from "../../scenario/engine/machine.ts";
import type { Plan, ProgramPlan } from "../../scenario/plan/plan.ts";
import type { Outcome, ProcessOutcome } from "../../scenario/results/outcome.ts";

const MS = 1e6;
const encoder = new TextEncoder();

export async function simulate(plan: Plan, machine: SimulationMachine): Promise<Outcome> {
  machine.kernel("6.12");
  const processes: ProcessOutcome[] = [];
  let nowNs = 0;
  machine.progress.at(nowNs, 0);
  for (const program of plan.programs) {
    nowNs = Math.max(nowNs + MS, program.atNs);
    machine.progress.at(nowNs, processes.length);
    machine.progress.running(program.host, pidOf(program));
    const log = new Log(plan, machine, program);
    log.write("cmdline", program.argv.map((word) => `${word}\0`).join(""));
    processes.push({ id: program.id, ...runProgram(program, machine, log, nowNs) });
    if (machine.progress.stopped) break;
  }
  for (const capture of plan.captures) machine.append(capture.file, Uint8Array.of(10, 13, 13, 10));
  return outcomeOf(plan, machine, processes, nowNs);
}

function pidOf(program: ProgramPlan): number {
  return 12 + program.id;
}

/** The files of one program. */
class Log {
  readonly #write: (file: string, bytes: Uint8Array) => void;

  constructor(plan: Plan, machine: SimulationMachine, program: ProgramPlan) {
    const host = plan.hosts[program.host]?.name ?? "";
    const storage = machine.storage(host);
    const root: Place = { name: "", parent: undefined };
    const names = ["var", "log", String(pidOf(program))];
    const files = new Map<string, { readonly content: Content; size: number }>();
    this.#write = (file, bytes) => {
      let place: Place = root;
      for (const name of [...names, file]) place = { name, parent: place };
      const known = files.get(file) ?? { content: storage.create(1, place), size: 0 };
      files.set(file, known);
      known.content.write(known.size, bytes, 0, bytes.length);
      known.size += bytes.length;
      machine.written?.(host, `/${[...names, file].join("/")}`, bytes);
    };
  }

  write(file: string, text: string | Uint8Array): void {
    this.#write(file, typeof text === "string" ? encoder.encode(text) : text);
  }
}

type Ending = Omit<ProcessOutcome, "id">;

function runProgram(
  program: ProgramPlan,
  machine: SimulationMachine,
  log: Log,
  nowNs: number,
): Ending {
  const [name, argument = ""] = program.argv;
  const started = { pid: pidOf(program), startNs: nowNs, endNs: nowNs + MS };
  const exited = (status: number): Ending => ({
    ...started,
    end: "exited",
    status,
    signal: undefined,
  });
  switch (name) {
    case "crash":
      log.write("stderr", "about to crash\n");
      return {
        ...started,
        end: "signaled",
        status: undefined,
        signal: "SIGSEGV",
        functions: ["handle_request", "main"],
      };
    case "realtime":
      return { ...started, end: "signaled", status: undefined, signal: "SIGRTMIN+6" as "SIGHUP" };
    case "spin":
      for (;;) if (argument === "gently" && machine.progress.stopped) break;
      return { ...started, endNs: undefined, end: "running", status: undefined, signal: undefined };
    case "forever":
      for (let ns = nowNs; !machine.progress.stopped; ns++) machine.progress.at(ns, ns);
      return { ...started, endNs: undefined, end: "running", status: undefined, signal: undefined };
    case "cat":
      for (let bytes = machine.readStdin(4); bytes.length > 0; bytes = machine.readStdin(4)) {
        log.write("stdout", bytes);
      }
      return exited(0);
    case "clock":
      log.write("stdout", `it is ${performance.timeOrigin + performance.now()}\n`);
      return exited(0);
    case "throw":
      throw new RangeError("the arena is corrupt");
    default:
      log.write("stdout", `${program.argv.join(" ")}\n`);
      if (argument !== "0" && name === "exit") log.write("stderr", `leaving with ${argument}\n`);
      return exited(name === "exit" ? Number(argument) : 0);
  }
}

function outcomeOf(
  plan: Plan,
  machine: SimulationMachine,
  processes: readonly ProcessOutcome[],
  nowNs: number,
): Outcome {
  const counters = { frames: 1, bytes: 60, lostFrames: 0, queueDropsFrames: 0 };
  return {
    state: machine.progress.stopped ? "stopped" : "finished",
    virtualNs: plan.untilNs ?? nowNs + MS,
    processes,
    crashes: [],
    panics: [],
    links: plan.links.map(({ name }) => ({ name, forward: counters, reverse: counters })),
    frames: { count: 2, bytes: 120, hash: "00" },
    kernels: Object.fromEntries(plan.hosts.map(({ name }) => [name, "6.12.0"])),
    images: machine.images,
    failures: [],
  };
}
