// SPDX-License-Identifier: MIT
/** Programs of a scenario: what they are given, when they start and stop, how they may end. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type HostOptions, type ProgramOptions, run, scenario } from "../../src/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { compiled } from "./compiled.ts";
import { texts } from "./texts.ts";

/** One host that runs one program, with what it told. */
async function one(
  command: string | readonly [string, ...(string | number)[]],
  program: ProgramOptions = {},
  { until, ...host }: HostOptions & { until?: "3s" | "30s" } = {},
) {
  const single = scenario({
    name: "single",
    ...(until === undefined ? {} : { until }),
    build: (net) => ({ program: net.host("h1", host).run(command, program) }),
  });
  const result = await run(single);
  const { program: process } = result.outputs;
  const messages = result.failures.map(({ message }) => message);
  return { ...process, messages, text: await process.stdout.text(), virtualNs: result.virtualNs };
}

describe("what a program is given", () => {
  let report: string;
  before(() => {
    report = compiled("report");
  });

  it("arguments, environment, directory, user and input", async () => {
    const program: ProgramOptions = {
      env: { COLOUR: "blue", WORDS: "two words" },
      cwd: "/etc",
      uid: 1000,
      gid: 100,
      stdin: "from the scenario",
    };
    const host = { install: [report], env: { COLOUR: "red", SIZE: "5" } };
    const { text, stderr, argv } = await one(["report", 0, "a b", ""], program, host);
    assert.deepEqual(argv, ["report", "0", "a b", ""]);
    assert.equal(
      text,
      `\
argument report
argument 0
argument a b
argument \

environment PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
environment HOME=/root
environment COLOUR=blue
environment SIZE=5
environment WORDS=two words
directory /etc
user 1000 100
input from the scenario
`,
    );
    assert.equal(await stderr.text(), "to standard error\n");
  });

  it("nothing else: no input, the root, /", async () => {
    const { text } = await one("report '0' \"a b\"", {}, { install: [report] });
    assert.match(text, /argument 0\nargument a b\nenvironment PATH/);
    assert.match(text, /\ndirectory \/\nuser 0 0\ninput \n$/);
  });

  it("input that is bytes, or a file of its host", async () => {
    const bytes = await one("xxd -p", { stdin: Uint8Array.of(0, 255, 10) });
    assert.equal(bytes.text, "00ff0a\n");
    const fromFile = scenario({
      build(net) {
        const h1 = net.host("h1", { files: { "/data/in": "of a file\n" } });
        return { cat: h1.run("cat", { stdin: h1.file("/data/in") }) };
      },
    });
    assert.equal((await texts(run(fromFile))).cat, "of a file\n");
  });

  it("files: text, bytes, copies, modes and owners", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "tree/below"), { recursive: true });
    writeFileSync(join(folder, "tree/below/leaf"), "a leaf");
    const files = scenario({
      build(net) {
        const h1 = net.host("h1", {
          files: {
            "/etc/text": "as it stands",
            "/etc/own": { text: "mine", mode: "0600", uid: 1000, gid: 100 },
            "/srv/tree": { from: join(folder, "tree") },
          },
        });
        h1.write("/etc/bytes", Uint8Array.of(1, 2, 3));
        return {
          text: h1.run("cat /etc/text"),
          bytes: h1.run("xxd -p /etc/bytes"),
          own: h1.run("stat -c %a:%u:%g:%s /etc/own"),
          forbidden: h1.run("cat /etc/own", { uid: 1001, gid: 100, expect: 1 }),
          leaf: h1.run("cat /srv/tree/below/leaf"),
          folder: h1,
          written: h1.file("/root/new"),
          copy: h1.run("cp /etc/text /root/new"),
        };
      },
    });
    const { failures, outputs } = await run(files);
    assert.deepEqual(failures, []);
    assert.equal(await outputs.text.stdout.text(), "as it stands");
    assert.equal(await outputs.bytes.stdout.text(), "010203\n");
    assert.equal(await outputs.own.stdout.text(), "600:1000:100:4\n");
    assert.match(await outputs.forbidden.stderr.text(), /Permission denied/);
    assert.equal(await outputs.leaf.stdout.text(), "a leaf");
    assert.equal(await outputs.written.text(), "as it stands");
    assert.throws(() => outputs.folder.file("/root/old"), /old/);
  });
});

describe("when a program runs", () => {
  it("starts at its time and not earlier", async () => {
    const times = scenario({
      build(net) {
        const h1 = net.host("h1");
        return {
          now: h1.run("date -u +%s"),
          later: h1.run("date -u +%s", { at: "90s" }),
          uptime: h1.run("cat /proc/uptime", { at: "10s" }),
        };
      },
    });
    const { outputs, failures } = await run(times);
    assert.deepEqual(failures, []);
    assert.equal(Number(await outputs.now.stdout.text()), Date.UTC(2026, 0, 1) / 1000);
    assert.equal(Number(await outputs.later.stdout.text()), Date.UTC(2026, 0, 1) / 1000 + 90);
    assert.deepEqual([outputs.now.startNs, outputs.later.startNs], [0, 90_000_000_000]);
    assert.match(await outputs.uptime.stdout.text(), /^12\.00 /);
  });

  it("is stopped at its time, by force 5 s later", async () => {
    const mild = await one("sleep 100", { until: "2s" });
    assert.deepEqual([mild.end, mild.signal, mild.expected], ["signaled", "SIGTERM", true]);
    assert.ok(mild.endNs !== undefined && mild.endNs - 2e9 < 1e6, `${mild.endNs}`);
    const asked = await one("sleep 100", { until: "2s", stopSignal: "SIGINT" });
    assert.equal(asked.signal, "SIGINT");
    const stubborn = await one("nohup sleep 100", { until: "2s", stopSignal: "SIGHUP" });
    assert.deepEqual([stubborn.signal, stubborn.expected], ["SIGKILL", true]);
    assert.ok(stubborn.endNs !== undefined && stubborn.endNs - 7e9 < 1e6, `${stubborn.endNs}`);
  });

  it("runs to the end of the run", async () => {
    const waits = await one("sleep 100", {}, { until: "3s" });
    assert.deepEqual([waits.end, waits.expected, waits.virtualNs], ["running", true, 3e9]);
    assert.deepEqual(waits.messages, []);
  });

  it("a daemon is not waited for", async () => {
    const daemon = scenario({
      build(net) {
        const h1 = net.host("h1");
        return { daemon: h1.run("sleep 100", { expect: "running" }), other: h1.run("sleep 4") };
      },
    });
    const { outputs, virtualNs, failures } = await run(daemon);
    assert.deepEqual(failures, []);
    assert.equal(outputs.daemon.end, "running");
    assert.ok(virtualNs >= 4e9 && virtualNs < 4.1e9, `${virtualNs}`);
  });

  it("gets a second after the end, which only its files show", async () => {
    const out = temporaryFolder();
    const drained = scenario({
      name: "drained",
      until: "2s",
      build(net) {
        const [h1, h2] = net.hosts("h", 2);
        net.link(h1, h2);
        return { iperf3: h1.run("iperf3 -s") };
      },
    });
    const { outputs, failures } = await run(drained, { out });
    assert.deepEqual([failures, outputs.iperf3.end], [[], "running"]);
    const log = join(out, `files-h1/var/log/${outputs.iperf3.pid}`);
    assert.match(
      readFileSync(join(log, "stderr"), "utf8"),
      /interrupt - the server has terminated/,
    );
    const kept = await run(drained, { out: temporaryFolder(), drain: "0s" });
    assert.equal(await kept.outputs.iperf3.stderr.text(), "");
  });
});

describe("how a program may end", () => {
  const failing = /^h1: \w+ \(pid \d+\) ended with status 1 at 0\.\d+ s, expected 0$/;
  const rows: readonly (readonly [string, string, ProgramOptions["expect"], boolean | RegExp])[] = [
    ["0 by default", "true", undefined, true],
    ["nothing else by default", "false", undefined, failing],
    ["a status", "false", 1, true],
    ["another status", "false", 2, /ended with status 1 .*, expected 2$/],
    ["a list", "false", [2, 1], true],
    ["an object", "false", { status: 1 }, true],
    ["an object with a list", "false", { status: [0, 1] }, true],
    ["anything", "false", "any", true],
    ["0 where a failure is wanted", "true", 1, /ended with status 0 .*, expected 1$/],
    ["a status where a signal is wanted", "false", "SIGKILL", /expected SIGKILL$/],
    ["a daemon that ends", "true", "running", /ended with status 0 .*, expected still running$/],
    ["a command that is no program", "/etc/hosts", 126, true],
    ["a path that is not there", "/bin/nothing", 127, true],
  ];
  for (const [name, command, expect, fine] of rows) {
    it(name, async () => {
      const until = expect === "running" ? { until: "3s" as const } : {};
      const { messages, expected } = await one(command, { expect }, until);
      if (fine === true) assert.deepEqual([messages, expected], [[], true]);
      else assert.match(messages.join("\n"), fine as RegExp);
    });
  }

  it("by a signal of another program", async () => {
    const killed = scenario({
      build(net) {
        const h1 = net.host("h1");
        const sleep = h1.run("sleep 100", { expect: "SIGUSR1" });
        h1.run("pkill -USR1 sleep", { at: "1s" });
        return { sleep };
      },
    });
    const { outputs, failures } = await run(killed);
    assert.deepEqual(failures, []);
    assert.deepEqual([outputs.sleep.end, outputs.sleep.signal], ["signaled", "SIGUSR1"]);
  });
});
