// SPDX-License-Identifier: MIT
/** From an outcome to results: expectations, outputs, `measure`, `check`, run.json. */
import type {
  Counters,
  Failure,
  HostResult,
  LinkResult,
  Measures,
  ProcessResult,
  RunResult,
} from "../api/result.ts";
import type { AnyDefinition } from "../builder/definition.ts";
import { nearest } from "../builder/near.ts";
import type { Ended } from "../environment.ts";
import type { FinishedRun, ResolvedScenario } from "../loading.ts";
import type { Plan } from "../plan/plan.ts";
import { isExpected, judge, missing } from "./expectation.ts";
import { fillShape } from "./output-shape.ts";
import { contentAt, hostFolder, lateContent, logFile, optionalContent } from "./result-content.ts";
import { runJson } from "./run-json.ts";

type Failures = Failure[];
type Result = RunResult;

export async function finish(resolved: ResolvedScenario, ended: Ended): Promise<FinishedRun> {
  const { plan, definition, outputs: shape } = resolved;
  const { outcome, files } = ended;
  const failures: Failures = [...judge(plan, outcome)];
  const hosts = plan.hosts.map((_, i) => hostResult(plan, ended, i));
  const links = plan.links.map((_, i) => linkResult(plan, ended, i));
  const processes = plan.programs.map((_, i) => processResult(plan, ended, i));
  const outputs = fillShape(shape, {
    process: (index) => processes[index],
    link: (index) => links[index],
    host: (index) => hosts[index],
    file: (host, path) => lateContent(files, `${hostFolder(host)}${path}`, `${host}:${path}`),
    capture: (file) => lateContent(files, file, file),
  });
  const result = {
    get ok(): boolean {
      return failures.length === 0;
    },
    failures,
    scenario: plan.scenario,
    seed: plan.seed,
    version: ended.version,
    virtualNs: outcome.virtualNs,
    wallS: ended.wallS,
    kernels: outcome.kernels,
    frames: outcome.frames,
    outputs,
    measures: {} as Measures,
    hosts,
    links,
    processes,
    crashes: outcome.crashes,
    host: (name: string) => hostOf(hosts, name),
    repeat: ended.repeat,
    folder: ended.folder,
  };
  // What a run that was given up measures is of no use, but its reasons are told already.
  await evaluate(definition, result, outcome.state === "finished" ? failures : []);
  return { result, runJson: runJson(plan, outcome, result) };
}

/** `measure`, then `check`; what they throw is a failure, and the results stay. */
async function evaluate(
  { measure, check }: AnyDefinition,
  result: { -readonly [K in keyof Result]: Result[K] },
  failures: Failures,
): Promise<void> {
  const fail = (what: string, error: unknown): void => {
    const said = error instanceof Error ? error.message : String(error);
    const message = `${what}: ${said}`;
    failures.push({ kind: "check", atNs: result.virtualNs, host: undefined, message });
  };
  if (measure !== undefined) {
    try {
      result.measures = measuresOf(await measure(result.outputs, result));
    } catch (error) {
      fail("measure", error);
      // A check of numbers that are not there would only add noise.
      return;
    }
  }
  if (check === undefined) return;
  try {
    await check(result.outputs, result);
  } catch (error) {
    fail("check", error);
  }
}

function measuresOf(value: unknown): Measures {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`returned ${String(value)}; return numbers by name: { lossPercent }`);
  }
  for (const [name, one] of Object.entries(value)) {
    const kind = typeof one;
    if (kind === "number" && !Number.isFinite(one))
      throw new TypeError(`${name} is ${String(one)}`);
    if (kind !== "number" && kind !== "string" && kind !== "boolean") {
      throw new TypeError(`${name} is no number, text or truth value`);
    }
  }
  return value as Measures;
}

function processResult(plan: Plan, { outcome, files }: Ended, index: number): ProcessResult {
  const program = plan.programs[index];
  if (program === undefined) throw new RangeError(`no program of number ${index}`);
  const process = outcome.processes[program.id] ?? missing(program);
  const host = plan.hosts[program.host]?.name ?? "";
  const { pid } = process;
  const log = (name: "stdout" | "stderr"): string | undefined =>
    pid === undefined ? undefined : logFile(host, pid, name);
  return {
    kind: "process",
    host,
    name: program.name,
    pid,
    argv: program.argv,
    startNs: process.startNs,
    endNs: process.endNs,
    end: process.end,
    status: process.status,
    signal: process.signal,
    expected: isExpected(program, process, plan),
    stdout: optionalContent(files, log("stdout")),
    stderr: optionalContent(files, log("stderr")),
  };
}

function hostResult(plan: Plan, { outcome, files }: Ended, index: number): HostResult {
  const host = plan.hosts[index];
  const name = host?.name ?? "";
  return {
    kind: "host",
    name,
    kernel: outcome.kernels[name] ?? host?.kernel ?? "",
    file: (path) => contentAt(files, `${hostFolder(name)}${path}`, `${name}:${path}`),
    panic: outcome.panics.find((one) => one.host === name)?.text,
  };
}

const nothing: Counters = { frames: 0, bytes: 0, lostFrames: 0, queueDropsFrames: 0 };

function linkResult(plan: Plan, { outcome }: Ended, index: number): LinkResult {
  const { forward, reverse } = outcome.links[index] ?? { forward: nothing, reverse: nothing };
  return { kind: "link", name: plan.links[index]?.name ?? "", forward, reverse };
}

function hostOf(hosts: readonly HostResult[], name: string): HostResult {
  const found = hosts.find((host) => host.name === name);
  if (found !== undefined) return found;
  const names = hosts.map((host) => host.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `Hosts: ${names.join(", ")}` : `Did you mean '${near}'?`;
  throw new Error(`Cannot find host '${name}': no host of that name. ${hint}`);
}
