// SPDX-License-Identifier: MIT
/** From an outcome to results: outputs, measures, checks, run.json, `run()`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunResult } from "../api/result.ts";
import { run, scenario } from "../api/scenario.ts";
import { ScenarioError } from "../builder/issue.ts";
import { registerEdge } from "../environment.ts";
import { fakeEnvironment } from "../fake-environment.ts";
import { fakeEnd, fakeOutcome, fakeProcess } from "../fake-run.ts";
import { type FinishedRun, finishRun, loadScenario, resolveScenario } from "../loading.ts";
import type { Plan } from "../plan/plan.ts";
import type { Outcome } from "./outcome.ts";

const exp = scenario({
  name: "exp",
  description: "a small one",
  build(net) {
    const hosts = net.hosts("h", 2);
    const [h1, h2] = hosts;
    const link = net.link(h1, h2, { rate: "5Mbps", queue: "100packets", reverse: { loss: "5%" } });
    const client = h1.run(["wget", "-O", "-", h2]);
    const all = [client, h2.run("nc -l", { name: "server" })];
    return {
      client,
      all,
      link,
      hosts,
      n: 5,
      log: h1.file("/root/log"),
      missing: h1.file("/root/lag"),
      pcap: link.capture(),
    };
  },
  async measure({ client, link }) {
    const text = await client.stdout.text();
    return { bytes: link.forward.bytes, words: text.split(" ").length };
  },
  check({ all, n }, { measures }) {
    if (measures.words !== 2) throw new Error(`${measures.words} words, expected 2`);
    if (all.length + 3 !== n) throw new Error("never");
  },
});

const texts = {
  "files-h1/var/log/12/stdout": "hello world\n",
  "files-h1/root/log": '{"a": 1}\n{"b"\n',
  "h1-h2.pcapng": "pcap",
};

async function finished(
  made: unknown,
  differs: (plan: Plan) => Partial<Outcome> = () => ({}),
  files: Readonly<Record<string, string>> = texts,
): Promise<FinishedRun> {
  const resolved = resolveScenario(loadScenario({ default: made }, "exp.ts"), {}, fakeEnvironment);
  const { plan } = resolved;
  return await finishRun(resolved, fakeEnd(fakeOutcome(plan, differs(plan)), files));
}

type Outputs = typeof exp extends { types?: { outputs: infer O } } ? O : never;

test("what build returned comes back as results, in its shape", async () => {
  const { result } = await finished(exp);
  const outputs = result.outputs as Outputs;
  assert.deepEqual(result.failures, []);
  assert.ok(result.ok);
  assert.equal(outputs.client.pid, 12);
  assert.deepEqual(outputs.client.argv, ["wget", "-O", "-", "h2"]);
  assert.equal(outputs.all[0], outputs.client, "the same part gives the same result");
  assert.equal(outputs.all[1]?.name, "server");
  assert.equal(outputs.link.reverse.lostFrames, 1);
  assert.equal(outputs.hosts.last.name, "h2");
  assert.equal(outputs.n, 5);
  assert.equal(await outputs.client.stdout.text(), "hello world\n");
  assert.equal(outputs.client.stderr.bytes, 0);
  assert.equal(await outputs.client.stderr.text(), "");
  assert.equal(outputs.pcap.bytes, 4);
  assert.equal(result.host("h1").kernel, "6.12.48");
  const lines: string[] = [];
  for await (const line of outputs.log.lines()) lines.push(line);
  assert.deepEqual(lines, ['{"a": 1}', '{"b"']);
});

test("a host or file that is not there is an error with what is", async () => {
  const { result } = await finished(exp);
  assert.throws(
    () => result.host("h3"),
    /no host of that name\. Did you mean 'h1'\?|Hosts: h1, h2/,
  );
  assert.throws(
    () => result.host("h1").file("/root/lag"),
    /Cannot read 'h1:\/root\/lag'.*Near: log/,
  );
  const { missing, log } = result.outputs as Outputs;
  await assert.rejects(missing.text(), /no such file/);
  await assert.rejects(log.json(), /'files-h1\/root\/log' as JSON: .*begins with "\{/);
});

test("measure and check: what they throw is a failure with the results kept", async () => {
  const { result } = await finished(exp, () => ({}), {
    ...texts,
    "files-h1/var/log/12/stdout": "one",
  });
  assert.deepEqual(
    result.failures.map(({ kind, message }) => [kind, message]),
    [["check", "check: 1 words, expected 2"]],
  );
  assert.deepEqual(result.measures, { bytes: 1000, words: 1 });
  const broken = scenario({
    build: (net) => ({ client: net.host("a").run("true") }),
    measure: ({ client }) => ({ late: (client.endNs ?? 0) / 0 }),
    check() {
      throw new Error("never reached");
    },
  });
  const said = (await finished(broken)).result.failures.map(({ message }) => message);
  assert.deepEqual(said, ["measure: late is Infinity"]);
  const stopped = await finished(broken, () => ({ state: "stopped" }));
  assert.deepEqual(stopped.result.failures, [], "a run that was stopped measures nothing");
});

test("run.json: fixed order, units in names, nothing of the machine", async (t) => {
  const differs = (plan: Plan): Partial<Outcome> => ({
    processes: [
      fakeProcess(0, 0),
      fakeProcess(1, 0, { end: "signaled", signal: "SIGSEGV", status: undefined }),
    ],
    crashes: [
      { host: "h2", pid: 20, argv: ["child"], atNs: 7, signal: "SIGABRT", functions: ["abort"] },
    ],
    kernels: Object.fromEntries(plan.hosts.map(({ name }) => [name, "6.12.48"])),
  });
  const { runJson } = await finished(exp, differs);
  t.assert.snapshot(runJson, { serializers: [(text: string) => text] });
  const parsed = JSON.parse(runJson) as Readonly<Record<string, unknown>>;
  for (const key of ["wallS", "folder", "repeat", "outputs"]) assert.ok(!(key in parsed), key);
  assert.equal((await finished(exp, differs)).runJson, runJson);
});

test("run(): options reach the plan and the edge, and the result is typed", async () => {
  const seen: { plan?: Plan; options?: object; finished?: string } = {};
  registerEdge(async () => {
    return await Promise.resolve({
      environment: async () => await Promise.resolve(fakeEnvironment),
      async start(plan, options) {
        Object.assign(seen, { plan, options });
        return await Promise.resolve(fakeEnd(fakeOutcome(plan), texts));
      },
      async finish(runJson: string) {
        seen.finished = runJson;
        await Promise.resolve();
      },
    });
  });
  const result: RunResult<Outputs> = await run(exp, {
    seed: 7,
    until: "3s",
    drain: "2s",
    stall: "0s",
    out: "results/x",
    pcap: true,
    verify: true,
  });
  assert.ok(result.ok, result.repeat);
  assert.equal(result.outputs.client.status, 0);
  const { plan } = seen;
  assert.deepEqual([plan?.seed, plan?.untilNs, plan?.drainNs], [7, 3e9, 2e9]);
  assert.deepEqual(
    plan?.captures.map(({ file }) => file),
    ["h1-h2.pcapng", "h1-eth0.pcapng", "h2-eth0.pcapng"],
  );
  assert.deepEqual(seen.options, {
    out: "results/x",
    storage: undefined,
    verify: true,
    stallS: 0,
    signal: undefined,
  });
  assert.match(seen.finished ?? "", /"state": "finished"/);
  const wrong = scenario({ build: (net) => void net.host("a").run("iperf4") });
  await assert.rejects(run(wrong), (error: unknown) => {
    assert.ok(error instanceof ScenarioError);
    assert.match(error.issues[0].message, /no program of that name/);
    assert.deepEqual(error.issues[0].choices, ["iperf3"]);
    return true;
  });
  await assert.rejects(
    run(wrong, { stall: "soon" as "1s" }),
    /run: stall "soon" is not a duration/,
  );
});
