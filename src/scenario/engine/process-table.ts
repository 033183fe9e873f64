// SPDX-License-Identifier: MIT
/**
 * What became of each program of the plan, and which other processes crashed. Filled by the hosts'
 * reports while a run goes on; frozen when it is closed.
 */
import type { ProcessEnd } from "../../linux/host.ts";
import { isFault, parseWaitStatus, signalName } from "../../linux/signals.ts";
import type { Crash } from "../api/result.ts";
import type { Signal } from "../api/values.ts";
import type { Plan } from "../plan/plan.ts";
import type { ProcessOutcome } from "../results/outcome.ts";

interface Entry {
  readonly id: number;
  readonly host: number;
  readonly daemon: boolean;
  pid: number | undefined;
  startNs: number | undefined;
  endNs: number | undefined;
  end: ProcessOutcome["end"];
  status: number | undefined;
  signal: Signal | undefined;
  functions: readonly string[];
}

export class ProcessTable {
  readonly crashes: Crash[] = [];
  readonly #plan: Plan;
  readonly #entries: Entry[];
  #closed = false;
  /** Programs that the end of the run waits for. */
  #awaited: number;
  /** When the last of them ended. */
  #lastEndNs = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#entries = plan.programs.map(({ id, host, daemon }) => ({
      id,
      host,
      daemon,
      pid: undefined,
      startNs: undefined,
      endNs: undefined,
      end: "not started",
      status: undefined,
      signal: undefined,
      functions: [],
    }));
    this.#awaited = this.#entries.filter((entry) => !entry.daemon).length;
  }

  /** Every program that is no daemon has ended. */
  get allEnded(): boolean {
    return this.#awaited === 0;
  }

  get lastEndNs(): number {
    return this.#lastEndNs;
  }

  /** Programs that run on a host. */
  runningOn(host: number): readonly { readonly name: string; readonly pid: number | undefined }[] {
    const running = this.#entries.filter((one) => one.host === host && one.end === "running");
    return running.map(({ id, pid }) => ({ name: this.#plan.programs[id]?.name ?? "", pid }));
  }

  isRunning(id: number): boolean {
    return this.#entries[id]?.end === "running";
  }

  started(id: number, pid: number, timeNs: number): void {
    const entry = this.#entries[id];
    if (entry === undefined || this.#closed) return;
    entry.pid = pid;
    entry.startNs = timeNs;
    entry.end = "running";
  }

  /** init could not make the process; of one that has started it says something else. */
  failed(id: number, timeNs: number): void {
    const entry = this.#entries[id];
    if (entry?.end === "not started") this.#finish(entry, "not started", timeNs);
  }

  /** The report of init about a program that it started. */
  exited(id: number, waitStatus: number, timeNs: number): void {
    const entry = this.#entries[id];
    if (entry === undefined || this.#closed) return;
    const ending = parseWaitStatus(waitStatus);
    if (ending.kind === "exited") entry.status = ending.status;
    else entry.signal = signalName(ending.signal) as Signal;
    this.#finish(entry, ending.kind, timeNs);
  }

  /** The kernel's word about any process, before init's. */
  ended(host: number, end: ProcessEnd, timeNs: number): void {
    if (this.#closed) return;
    const ours = this.#entries.find((one) => one.host === host && one.pid === end.pid);
    if (ours !== undefined) {
      ours.functions = end.functions;
      return;
    }
    const ending = parseWaitStatus(end.waitStatus);
    if (ending.kind !== "signaled" || !isFault(ending.signal)) return;
    this.crashes.push({
      host: this.#plan.hosts[host]?.name ?? "",
      pid: end.pid,
      argv: end.argv,
      atNs: timeNs,
      signal: signalName(ending.signal) as Signal,
      functions: end.functions,
    });
  }

  /** All programs of a host are gone with its kernel. */
  hostDied(host: number, timeNs: number): void {
    for (const entry of this.#entries) {
      if (entry.host !== host || entry.endNs !== undefined) continue;
      this.#finish(entry, "lost", timeNs);
    }
  }

  /** Nothing that comes later counts. */
  close(): void {
    this.#closed = true;
  }

  outcomes(): readonly ProcessOutcome[] {
    return this.#entries.map((entry) => ({
      id: entry.id,
      pid: entry.pid,
      startNs: entry.startNs,
      endNs: entry.endNs,
      end: entry.end,
      status: entry.status,
      signal: entry.signal,
      functions: entry.functions,
    }));
  }

  #finish(entry: Entry, end: Entry["end"], timeNs: number): void {
    if (this.#closed || entry.endNs !== undefined) return;
    entry.end = end;
    entry.endNs = timeNs;
    if (entry.daemon) return;
    this.#awaited--;
    this.#lastEndNs = Math.max(this.#lastEndNs, timeNs);
  }
}
