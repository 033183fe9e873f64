// SPDX-License-Identifier: MIT
/**
 * The texts of run.json and timing.json. Keys stand in a fixed order, so that two runs of the same
 * bytes have the same text; wall times, paths and facts of the machine stand in timing.json alone.
 */
import type { RunResult } from "../api/result.ts";
import type { Ended } from "../environment.ts";
import type { Plan } from "../plan/plan.ts";
import type { Outcome } from "./outcome.ts";

export function runJson(plan: Plan, outcome: Outcome, result: RunResult): string {
  return text({
    state: outcome.state,
    ...head(plan, result.version),
    ok: result.ok,
    kernels: result.kernels,
    images: sorted(outcome.images),
    virtualNs: result.virtualNs,
    frames: result.frames,
    failures: result.failures,
    measures: result.measures,
    hosts: result.hosts.map(({ name, kernel, panic }) => ({
      name,
      kernel,
      ...interfaces(plan, name),
      ...(panic === undefined ? {} : { panic }),
    })),
    links: result.links.map((link, i) => ({
      name: link.name,
      ...about(plan, i),
      forward: { ...direction(plan.links[i]?.forward), ...link.forward },
      reverse: { ...direction(plan.links[i]?.reverse), ...link.reverse },
    })),
    processes: result.processes.map((process) => {
      const { host, name, pid, argv, startNs, endNs, end, status, signal, expected } = process;
      return { host, name, pid, argv, startNs, endNs, end, status, signal, expected };
    }),
    crashes: result.crashes,
  });
}

/** What is known before the start stands first. */
function head({ scenario, description, seed, parameters }: Plan, version: string): object {
  return { scenario, description, seed, parameters, version };
}

function interfaces({ hosts }: Plan, host: string): object {
  const list = hosts.find(({ name }) => name === host)?.interfaces ?? [];
  return {
    interfaces: list.map(({ name, mac, mtu, addresses }) => ({ name, mac, mtu, addresses })),
  };
}

/** What shapes a result stands in it: ends, rate, delay, queue. */
function about({ links, hosts, switches }: Plan, index: number): object {
  const link = links[index];
  if (link === undefined) return {};
  const endpoints = link.ends.map((end) =>
    end.kind === "switch"
      ? (switches[end.switch]?.name ?? "")
      : `${hosts[end.host]?.name ?? ""}:${hosts[end.host]?.interfaces[end.interface]?.name ?? ""}`,
  );
  return { endpoints, mtu: link.mtu, framing: link.framing };
}

function direction(plan: Plan["links"][number]["forward"] | undefined): object {
  if (plan === undefined) return {};
  const { rateBps, delayNs, lossShare, queue } = plan;
  return { rateBps, delayNs, lossShare, queue };
}

/** The content of timing.json; the edge adds its own facts. */
export function timing({ wallS, folder, repeat }: Ended): Readonly<Record<string, unknown>> {
  return { wallS, folder, repeat };
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Lists of words and numbers stay on one line; a line break ends the text. */
function text(value: object): string {
  const pretty = JSON.stringify(value, undefined, 2);
  const short = pretty.replace(
    /\[\n\s+((?:"(?:[^"\\]|\\.)*"|[\d.e+-]+)(?:,\n\s+(?:"(?:[^"\\]|\\.)*"|[\d.e+-]+))*)\n\s+\]/g,
    (whole, items: string) => {
      const line = `[${items.replace(/,\n\s+/g, ", ")}]`;
      return line.length <= 80 ? line : whole;
    },
  );
  return `${short}\n`;
}
