// SPDX-License-Identifier: MIT
/** UDP and TCP through chains of 2, 4 and 16 hosts, with ns-3 doing the same work beside it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { chainScenario, DATAGRAM_BYTES, START_S } from "./chain.ts";
import { buildPrograms, measure } from "./engine.ts";
import type { Figure } from "./figure.ts";

const HOSTS = [2, 4, 16];
/** 6 virtual seconds of 100 Mbit/s, and 200 MB. */
const DATAGRAMS = 51_018;
const TCP_BYTES = 200_000_000;
const WARM_DATAGRAMS = 17_006;
const WARM_BYTES = 60_000_000;
/** Segments as both count them: what a link carries of 1000 bytes and more. */
const SEGMENT_BYTES = 1448;

interface Ns3Result {
  readonly bytes: number;
  readonly dataHops: number;
  readonly cpuS: number;
}

export async function benchChains(): Promise<readonly Figure[]> {
  const programs = buildPrograms(["udp_source", "udp_sink", "tcp_source", "tcp_sink"]);
  const ns3 = buildNs3();
  const scenario = chainScenario(programs);
  const figures: Figure[] = [];
  for (const protocol of ["udp", "tcp"] as const) {
    for (const hosts of HOSTS) {
      const amount = protocol === "udp" ? DATAGRAMS : TCP_BYTES;
      // The engine compiles hot code as it runs; ns-3 is compiled before. So a first run warms up.
      const warm = protocol === "udp" ? WARM_DATAGRAMS : WARM_BYTES;
      await measure(scenario, { hosts, protocol, amount: warm }, START_S * 1e9);
      const run = await measure(scenario, { hosts, protocol, amount }, START_S * 1e9);
      const sinkPid = run.outcome.processes[1]?.pid ?? 0;
      const bytes = Number(await run.stdout(`h${hosts}`, sinkPid));
      const expected = protocol === "udp" ? amount * DATAGRAM_BYTES : amount;
      if (bytes !== expected)
        throw new Error(`${protocol}: ${bytes} bytes arrived, not ${expected}`);
      const packets = protocol === "udp" ? amount : Math.ceil(amount / SEGMENT_BYTES);
      const dataHops = packets * (hosts - 1);
      const rate = dataHops / run.cpuS / 1e3;
      figures.push({
        what: `${protocol} chain of ${hosts}`,
        value: rate,
        unit: "thousand packet-hops per CPU-second",
        ratio:
          ns3 === undefined
            ? undefined
            : ratioTo(ns3, protocol, hosts, amount, { bytes, dataHops, rate }),
      });
    }
  }
  return figures;
}

/** ns-3 on the same work; the two must agree in what was carried. */
function ratioTo(
  program: string,
  protocol: string,
  hosts: number,
  amount: number,
  ours: { readonly bytes: number; readonly dataHops: number; readonly rate: number },
): Figure["ratio"] {
  const { stdout } = spawnSync(program, [protocol, String(hosts), String(amount)], {
    encoding: "utf8",
  });
  const theirs = JSON.parse(stdout) as Ns3Result;
  if (theirs.bytes !== ours.bytes) throw new Error(`ns-3 carried ${theirs.bytes} bytes`);
  const difference = Math.abs(theirs.dataHops / ours.dataHops - 1);
  if (difference > 0.001) throw new Error(`ns-3 made ${theirs.dataHops} hops: another work`);
  return { of: "ns-3", value: ours.rate / (theirs.dataHops / theirs.cpuS / 1e3) };
}

/** The ns-3 program, optimised; undefined when the package libns3-dev is not installed. */
function buildNs3(): string | undefined {
  if (!existsSync("/usr/include/ns3/core-module.h")) {
    process.stderr.write("No ns-3 here (apt-get install libns3-dev): no ratios.\n");
    return undefined;
  }
  const program = join(temporaryFolder(), "chain");
  const modules = ["core", "network", "internet", "point-to-point", "applications"];
  const words = ["-O3", "-std=c++17", "-o", program];
  words.push(join(import.meta.dirname, "ns3/chain.cc"), ...modules.map((name) => `-lns3-${name}`));
  const { status, stderr } = spawnSync("g++", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot build bench/ns3/chain.cc: ${stderr}`);
  return program;
}
