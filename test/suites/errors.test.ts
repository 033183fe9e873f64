// SPDX-License-Identifier: MIT
/**
 * What people read when something is wrong, and the status that scripts get: before a start, and
 * when a program, a host or the run itself fails. The rest of the results is kept.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { RunJson } from "../../src/cli/run-json.ts";
import { type CommandOptions, runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { compiled } from "./compiled.ts";

const folder = temporaryFolder();

/** Writes a scenario whose `build` holds these lines, from line 6 on; its file. */
function scenarioFile(name: string, ...build: readonly string[]): string {
  const head = ['import { scenario } from "dce";', "const now = Date.now();", ""];
  const lines = [...head, "export default scenario({", "  build(net) {"];
  const text = [...lines, ...build.map((line) => `    ${line}`), "  },", "});", ""].join("\n");
  writeFileSync(join(folder, name), text);
  return name;
}

function runFile(words: readonly string[], options: CommandOptions = {}) {
  return runDce(["run", ...words], { cwd: folder, ...options });
}

function writtenBy(out: string): RunJson {
  return JSON.parse(readFileSync(join(folder, out, "run.json"), "utf8"));
}

/** Standard error of a run that is refused; nothing is started. */
function refusal(words: readonly string[], status = 2): string {
  const ended = runFile([...words, ...(words.includes("--out") ? [] : ["--out", "refused"])]);
  assert.equal(ended.status, status, ended.stderr);
  assert.equal(ended.stdout, "");
  assert.ok(!existsSync(join(folder, "refused")), "nothing is started");
  return ended.stderr;
}

/** A text holds these whole lines, with N for each pid and T for each time. */
function assertSays(text: string, expected: string): void {
  const plain = text.replaceAll(/pid \d+/g, "pid N").replaceAll(/\b\d+\.\d+ s\b/g, "T s");
  assert.ok(`\n${plain}`.includes(`\n${expected}`), `${plain}\nlacks\n${expected}`);
}

describe("before a start", () => {
  const good = scenarioFile("good.ts", 'net.host("h1").run(["echo", now]);');

  it("a file that is not there", () => {
    const said = refusal(["god.ts"]);
    assert.match(said, /^Cannot open 'god\.ts': no such file\. Scenarios here: good\.ts, /);
    assert.match(said, /examples\/\w+\.ts/);
  });

  it("a wrong value: the place, the value, what is valid", () => {
    const wrong = scenarioFile(
      "exp.ts",
      'const [h1, h2] = net.hosts("h", 2);',
      'net.link(h1, h2, { rate: "5 MBit", dealy: "1ms" });',
      'h1.run("ping -c 1 h3 | tee log");',
    );
    assert.equal(
      refusal([wrong]),
      'exp.ts:7:9 link h1-h2: rate "5 MBit" is not a rate. Write a number and bps, kbps, Mbps ' +
        'or Gbps, such as "5Mbps".\n' +
        'exp.ts:7:9 link h1-h2: "dealy" is not an option here. Did you mean "delay"?\n' +
        'exp.ts:8:8 h1: cannot run "ping -c 1 h3 | tee log": "|" outside quotes is for a shell, ' +
        'and run starts a program without one. Quote it or give the words as a list, ["…", "…"]; ' +
        "scripts (host.sh) come in a later release.\n",
    );
  });

  it("a program that is not there", () => {
    const wrong = scenarioFile("program.ts", 'net.host("h1").run("iperf4 -s");');
    assert.equal(
      refusal([wrong]),
      'program.ts:6:20 h1: cannot run "iperf4": no program of that name. Near: iperf3. ' +
        "All: dce build --list\n",
    );
  });

  it("a host that cannot be reached", () => {
    const wrong = scenarioFile(
      "reach.ts",
      'const hosts = net.hosts("h", 3);',
      "net.chain(hosts);",
      'hosts.first.run(["ping", "-c", 1, hosts.last]);',
    );
    assert.match(
      refusal([wrong]),
      /^reach\.ts:8:17 .* h1 cannot reach h3: h2 between does not forward/,
    );
  });

  it("a parameter that is not there", () => {
    const said = refusal([good, "--set", "cc=bbr"]);
    assert.equal(said, "--set cc: this scenario has no parameters.\n");
  });

  it("folders that cannot be written", () => {
    const reason = /no permission to write there|the file system is read-only/;
    assert.match(refusal([good, "--out", "/sys/kernel/dce"]), reason);
    assert.match(refusal([good, "--out", "/proc/dce"]), /'\/proc\/dce': no folder can be made/);
    assert.match(refusal([good, "--out", "good.ts"]), /'good\.ts': a file of that name/);
    assert.match(refusal([good, "--out", "."]), /'\.': it holds other files and no run\.json/);
  });

  it("more hosts than the machine has room for", () => {
    const many = scenarioFile("many.ts", 'net.hosts("h", 20000);');
    const said = refusal([many], 3);
    assert.match(
      said,
      /^Cannot run 20000 hosts: they need about \d+ (kernel maps|MiB of memory), /,
    );
    assert.match(said, /vm\.max_map_count is \d+\.\nsudo sysctl -w|\d+ MiB are free/);
  });

  it("results that depend on the machine are found by --verify", () => {
    const tmp = temporaryFolder();
    const ended = runFile([good, "--out", "clock", "--verify"], { env: { TMPDIR: tmp } });
    assert.equal(ended.status, 1);
    assert.match(
      ended.stderr,
      /The two runs differ: files-h1\/var\/log\/\d+\/cmdline differs at byte/,
    );
    assert.equal(writtenBy("clock").failures.at(-1)?.kind, "verify");
    // The second run is kept, to look at.
    assert.equal(readdirSync(tmp).length, 1);
  });
});

describe("in a run", () => {
  let faults: string;
  before(() => {
    faults = compiled("faults");
  });

  /** h1 fails in this way at 2.5 s while h2 counts to 8; what is left of the run. */
  function failing(name: string, host: string, program: string, ...flags: readonly string[]) {
    const file = scenarioFile(
      `${name}.ts`,
      `const h1 = net.host("h1", { install: [${JSON.stringify(faults)}], ${host} });`,
      'const h2 = net.host("h2");',
      "net.link(h1, h2).capture();",
      'h2.run("ping -c 8 127.0.0.1");',
      `h1.run("${program}", { at: "2500ms" });`,
    );
    const ended = runFile([file, "--out", name, ...flags]);
    const run = writtenBy(name);
    const [ping, failed] = run.processes;
    const read = (process: typeof ping, log: string): string =>
      readFileSync(
        join(folder, name, `files-${process?.host}/var/log/${process?.pid}`, log),
        "utf8",
      );
    assert.ok(existsSync(join(folder, name, "h1-h2.pcapng")));
    return {
      ...ended,
      run,
      ping,
      failed,
      pingText: read(ping, "stdout"),
      text: read(failed, "stdout"),
    };
  }

  function unharmed({ ping, pingText }: ReturnType<typeof failing>): void {
    assert.equal(ping?.status, 0);
    assert.match(pingText, /8 packets transmitted, 8 packets received/);
  }

  it("a program that fails: status, last lines, path", () => {
    const result = failing("fails", "", "faults other");
    assert.equal(result.status, 1);
    assert.match(result.stdout, /^ {2}h1 +\d+ +faults other +2\.500 s +2\.500 s +3 *$/m);
    const { pid } = result.failed ?? {};
    assertSays(
      result.stdout,
      "h1: faults (pid N) ended with status 3 at T s, expected 0\n" +
        `     | about to other\n     stderr: fails/files-h1/var/log/${pid}/stderr\n`,
    );
    assert.match(result.stdout, /^The same bytes again: .*run fails\.ts --seed 1$/m);
    assert.equal(result.run.state, "finished");
    unharmed(result);
  });

  it("a crash: in which function", () => {
    const result = failing("crash", "", "faults crash");
    assert.equal(result.status, 1);
    assert.match(
      result.stdout,
      /^h1: faults \(pid \d+\) ended by SIGSEGV at 2\.5\d* s in handle_request ← serve ← main, /m,
    );
    assert.equal(result.failed?.signal, "SIGSEGV");
    unharmed(result);
  });

  it("a program that computes for ever: the run is given up with its results", () => {
    const result = failing("spin", "", "faults compute", "--stall", "2s");
    assert.equal(result.status, 1);
    assertSays(
      result.stdout,
      "h1: faults (pid N) makes no progress at T s: it computes in compute ← main and makes no " +
        "system call. Given up after 0:0",
    );
    assert.equal(result.run.failures[0]?.kind, "spin");
    assert.deepEqual([result.run.state, result.failed?.end], ["failed", "running"]);
    assert.match(result.pingText, /seq=2 [^]*$/);
  });

  it("a host without memory: its kernel panics, the others go on", () => {
    const result = failing("panic", "", "dd if=/dev/zero of=/tmp/full bs=64k");
    assert.equal(result.status, 1);
    assert.match(result.stdout, /^h1: the kernel panicked at 2\.5\d* s: the memory of this host/m);
    assert.match(result.stdout, /exhausted\. Give it more than 64MiB: memory$/m);
    assert.match(result.stdout, /^ {5}\| .*Kernel panic - not syncing: the memory of this host/m);
    assert.deepEqual([result.run.state, result.failed?.end], ["finished", "lost"]);
    assert.match(result.run.hosts[0]?.panic ?? "", /Kernel panic/);
    assert.equal(result.run.hosts[1]?.panic, undefined);
    unharmed(result);
  });

  it("a host that switches itself off", () => {
    const result = failing("off", "", "faults switch-off");
    assert.equal(result.status, 1);
    assert.match(result.stdout, /^h1: the kernel powered off at 2\.5\d* s$/m);
    assert.equal(result.failed?.end, "lost");
    unharmed(result);
  });

  it("a process without memory: ENOMEM, and nothing else", () => {
    const result = failing("memory", 'processMemory: "64MiB"', "faults fill");
    assert.equal(result.status, 0, result.stdout);
    const [, mib] = /^(\d+) MiB, then ENOMEM\nmmap ENOMEM\n$/.exec(result.text) ?? [];
    assert.ok(Number(mib) > 56 && Number(mib) < 64, result.text);
    unharmed(result);
  });

  it("a deadlock: since when, and who waits where", () => {
    const file = scenarioFile(
      "deadlock.ts",
      `const [h1, h2] = net.hosts("h", 2, { install: [${JSON.stringify(faults)}] });`,
      "net.link(h1, h2);",
      'h1.run("nc -l -p 99", { name: "server" });',
      'h2.run("faults receive", { at: "1s", name: "client" });',
      'h2.run("ping -c 3 h1");',
    );
    const ended = runFile([file, "--out", "deadlock"]);
    assert.equal(ended.status, 1);
    const run = writtenBy("deadlock");
    const [failure] = run.failures;
    assert.equal(run.failures.length, 1);
    assertSays(
      ended.stdout,
      "Nothing has happened since T s: h1: nc (pid N) waits in accept, h2: faults (pid N) waits " +
        'in recvfrom. To a server that never ends give expect: "running" (or its own end: iperf3 ' +
        "-s -1); to wait longer, give until\n",
    );
    assert.deepEqual([failure?.kind, run.state], ["deadlock", "failed"]);
    assert.equal(run.processes[2]?.status, 0);
  });

  it("a run that would never end", () => {
    const file = scenarioFile("endless.ts", 'net.host("h1").run("ping -i 60 127.0.0.1");');
    const ended = runFile([file, "--out", "endless"]);
    assert.equal(ended.status, 1);
    assertSays(
      ended.stdout,
      "The run has not ended after 3600 s: h1: ping (pid N) waits in recvfrom. " +
        "Give it an end: until\n",
    );
    assert.equal(writtenBy("endless").virtualNs, 3600e9);
  });

  it("an example of each, on standard error with --quiet", () => {
    const file = scenarioFile("quiet.ts", 'net.host("h1").run("ls /nothing");');
    const { status, stdout, stderr } = runFile([file, "--out", "quiet", "--quiet"]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(
      stderr,
      /^h1: ls \(pid \d+\) ended with status 1 .*\n {5}\| ls: \/nothing: No such/,
    );
  });
});
