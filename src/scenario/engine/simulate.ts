// SPDX-License-Identifier: MIT
/**
 * The engine: runs a plan on a machine and reports what happened. Everything is in virtual time;
 * the machine gives compiled modules and takes what is written (semantics.md holds the rules).
 *
 * ```ts
 * const outcome = await simulate(resolved.plan, machine);
 * outcome.processes[0]?.status; // 0
 * ```
 *
 * A program that fails, a kernel that panics and a run that never ends are in the outcome. An
 * exception means that the run could not start (`StartError`), or a fault of the engine itself.
 */
import type { InitReport, ProgramStart } from "../../linux/control.ts";
import type { HostObserver } from "../../linux/host.ts";
import { signalNumber } from "../../linux/signals.ts";
import { EventQueue } from "../../sim/events.ts";
import type { Failure } from "../api/result.ts";
import { configureLines } from "../plan/configure.ts";
import { LONGEST_NS, type Plan, type ProgramPlan, STOP_GRACE_NS } from "../plan/plan.ts";
import type { Outcome, PanicOutcome } from "../results/outcome.ts";
import { Actions } from "./actions.ts";
import { findDeadlock } from "./deadlock.ts";
import type { SimulationMachine, SimulationSwitches } from "./machine.ts";
import { ProcessTable } from "./process-table.ts";
import { BOOT_NS, makeHost, type SimulatedHost } from "./simulate-hosts.ts";
import { SimulatedNetwork } from "./simulate-network.ts";

const SIGKILL = 9;
const SIGTERM = 15;

/** A host could not be brought up as the plan says; nothing of the scenario ran. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export async function simulate(
  plan: Plan,
  machine: SimulationMachine,
  switches: SimulationSwitches = {},
): Promise<Outcome> {
  const simulation = new Simulation(plan, machine, switches);
  try {
    await simulation.boot();
    await simulation.run();
    return await simulation.close();
  } finally {
    simulation.destroy();
  }
}

class Simulation {
  readonly #plan: Plan;
  readonly #machine: SimulationMachine;
  readonly #queue = new EventQueue();
  readonly #actions: Actions;
  readonly #network: SimulatedNetwork;
  readonly #hosts: SimulatedHost[];
  readonly #processes: ProcessTable;
  readonly #panics: PanicOutcome[] = [];
  readonly #failures: Failure[] = [];
  readonly #ready: boolean[];
  readonly #refused: string[] = [];
  #state: Outcome["state"] = "finished";
  #endNs = 0;

  constructor(plan: Plan, machine: SimulationMachine, switches: SimulationSwitches) {
    this.#plan = plan;
    this.#machine = machine;
    this.#processes = new ProcessTable(plan);
    this.#actions = new Actions(this.#queue);
    this.#network = new SimulatedNetwork(plan, machine, this.#queue);
    this.#ready = plan.hosts.map(() => false);
    const frames = this.#network.frames;
    const surroundings = { plan, machine, switches, queue: this.#queue, frames };
    this.#hosts = plan.hosts.map((_, i) => makeHost(i, surroundings, this.#observer(i)));
    for (const [i, { host }] of this.#hosts.entries()) this.#network.plug(i, host.cards);
    for (const program of plan.programs) this.#planProgram(program);
    this.#queue.seal();
    this.#queue.nowNs = BOOT_NS;
  }

  /** Boots every host and lets init configure it, up to time 0. */
  async boot(): Promise<void> {
    const { progress } = this.#machine;
    for (const [i, { host }] of this.#hosts.entries()) {
      progress.running(i, 0);
      await host.boot(configureLines(this.#plan, i));
      if (progress.stopped) break;
    }
    this.#queue.running = null;
    await this.#advance(0, () => progress.stopped);
    if (progress.stopped) return;
    for (const [i, ready] of this.#ready.entries()) {
      if (!ready || this.#refused.length > 0) throw this.#startError(i);
    }
  }

  async run(): Promise<void> {
    const { untilNs, limits } = this.#plan;
    const { progress } = this.#machine;
    this.#actions.begin();
    let quiet = false;
    let lookAgainNs = limits.quietNs;
    const stop = (): boolean => {
      if (progress.stopped) return true;
      if (untilNs !== undefined) return false;
      if (this.#processes.allEnded) return true;
      if (this.#queue.nowNs <= lookAgainNs) return false;
      lookAgainNs = this.#lastActivityNs() + limits.quietNs;
      quiet = this.#queue.nowNs > lookAgainNs;
      return quiet;
    };
    const limitNs = untilNs ?? limits.longestNs;
    const end =
      this.#processes.allEnded && untilNs === undefined
        ? "stopped"
        : await this.#advance(limitNs, stop);
    this.#endNs = this.#queue.nowNs;
    if (progress.stopped) this.#state = "stopped";
    else if (untilNs === undefined && this.#processes.allEnded) {
      this.#endNs = Math.max(this.#endNs, this.#processes.lastEndNs);
    } else if (untilNs === undefined) {
      const tooLong = end === "limit" && !quiet;
      this.#state = "failed";
      this.#failures.push(this.#deadlock(tooLong));
    } else if (end === "empty") this.#endNs = untilNs;
    this.#queue.nowNs = this.#endNs;
  }

  /** Freezes what counts, then gives programs the time to end that the plan says. */
  async close(): Promise<Outcome> {
    const endNs = this.#endNs;
    this.#processes.close();
    this.#network.close(endNs);
    const outcome: Outcome = {
      state: this.#state,
      virtualNs: endNs,
      processes: this.#processes.outcomes(),
      crashes: [...this.#processes.crashes],
      panics: [...this.#panics],
      links: this.#network.outcomes(),
      frames: this.#network.total(),
      kernels: Object.fromEntries(
        this.#plan.hosts.map(({ name, kernel }) => [name, this.#machine.kernel(kernel).version]),
      ),
      images: this.#machine.images,
      failures: [...this.#failures],
    };
    if (this.#state === "finished" && this.#panics.length === 0 && this.#plan.drainNs > 0) {
      for (const { host } of this.#hosts) host.signalAll(SIGTERM);
      await this.#advance(endNs + this.#plan.drainNs, () => this.#machine.progress.stopped);
    }
    return outcome;
  }

  destroy(): void {
    for (const { host } of this.#hosts) host.kernel.destroy();
  }

  #advance(until: number, stop: () => boolean): ReturnType<EventQueue["run"]> {
    const { progress } = this.#machine;
    const queue = this.#queue;
    return queue.run({
      until,
      stop: () => {
        progress.at(queue.nowNs, queue.executed);
        return stop();
      },
    });
  }

  #planProgram(program: ProgramPlan): void {
    const { host } = this.#hosts[program.host] ?? {};
    if (host === undefined) return;
    const { id, argv, env, cwd, uid, gid } = program;
    const start: ProgramStart = { id, argv, env, cwd, uid, gid, stdin: program.stdin ?? "" };
    this.#actions.add(program.atNs, () => host.start(start));
    if (program.untilNs === undefined) return;
    const stop = (signal: number) => (): void => {
      if (this.#processes.isRunning(id)) host.signal(id, signal);
    };
    this.#actions.add(program.untilNs, stop(signalNumber(program.stopSignal)));
    this.#actions.add(program.untilNs + STOP_GRACE_NS, stop(SIGKILL));
  }

  #observer(index: number): HostObserver {
    const { machine, name } = { machine: this.#machine, name: this.#hostName(index) };
    return {
      report: (report, timeNs) => this.#report(index, report, timeNs),
      ended: (end, timeNs) => this.#processes.ended(index, end, timeNs),
      died: (reason, lines, timeNs) => {
        this.#panics.push({ host: name, atNs: timeNs, text: [...lines, reason].join("\n") });
        this.#processes.hostDied(index, timeNs);
      },
      running: (pid) => machine.progress.running(index, pid),
      console: (line) => machine.console?.(name, line),
    };
  }

  #report(index: number, report: InitReport, timeNs: number): void {
    switch (report.kind) {
      case "ready":
        this.#ready[index] = true;
        break;
      case "started":
        this.#processes.started(report.id, report.pid, timeNs);
        break;
      case "exited":
        this.#processes.exited(report.id, report.waitStatus, timeNs);
        this.#endWithLast(timeNs);
        break;
      case "failed":
        if (this.#ready[index] !== true) {
          this.#refused.push(`${this.#hostName(index)}: cannot set up "${report.text}"`);
        } else this.#processes.failed(report.id, timeNs);
    }
  }

  /** The last awaited program has ended: its host, which may be ahead, goes no further. */
  #endWithLast(timeNs: number): void {
    if (this.#plan.untilNs === undefined && this.#processes.allEnded) this.#queue.stopAt(timeNs);
  }

  #startError(index: number): StartError {
    if (this.#refused.length > 0) return new StartError(this.#refused.join("\n"));
    const lines = this.#hosts[index]?.host.kernel.console.lines ?? [];
    const last = lines.slice(-10).join("\n");
    return new StartError(`${this.#hostName(index)}: init was not ready at time 0\n${last}`);
  }

  #lastActivityNs(): number {
    let last = 0;
    for (const { host } of this.#hosts) {
      last = Math.max(last, host.kernel.lastBusyNs, host.cards.lastSentNs);
    }
    return this.#actions.outstanding ? this.#queue.nowNs : last;
  }

  #deadlock(tooLong: boolean): Failure {
    const hosts = this.#hosts.map(({ host }, i) => ({
      name: this.#hostName(i),
      tasks: host.kernel.waitingTasks(),
      syscalls: this.#machine.kernel(this.#plan.hosts[i]?.kernel ?? "").syscalls,
      programs: this.#processes.runningOn(i),
    }));
    // Whoever sets other limits than a scenario's has no scenario to change.
    const { longestNs } = this.#plan.limits;
    const isScenario = longestNs === LONGEST_NS;
    return findDeadlock(hosts, this.#lastActivityNs(), this.#queue.nowNs, tooLong, isScenario);
  }

  #hostName(index: number): string {
    return this.#plan.hosts[index]?.name ?? "";
  }
}
