// SPDX-License-Identifier: MIT
/** What people read when something is wrong before a run, and the status that scripts get. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkout } from "./checkout.ts";
import { dce, folderWith, scenarioOf } from "./fakes/spawn.ts";

const good = scenarioOf('net.host("h1").run("exit 0");');

/** Standard error of a call that ends with this status. */
async function told(folder: string, words: readonly string[], status: number): Promise<string> {
  const said = await dce(folder, words);
  assert.equal(said.status, status, said.stderr);
  assert.equal(said.stdout, "");
  return said.stderr;
}

test("a missing file: scenarios that are here, the nearest first", async () => {
  const folder = folderWith({
    "examples/iperf3.ts": good,
    "examples/ping.ts": good,
    "other.ts": "export const x = 1;",
  });
  assert.match(
    await told(folder, ["run", "pign.ts"], 2),
    /^Cannot open 'pign\.ts': no such file\. Scenarios here: examples\/ping\.ts, /,
  );
  assert.doesNotMatch(await told(folder, ["run", "pign.ts"], 2), /other\.ts/);
});

test("scenarios that are not near stand in the order of their names", async () => {
  const names = ["zebra.ts", "b.ts", "longer-name.ts", "runs.ts"];
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, good])));
  assert.match(
    await told(folder, ["run", "run.ts"], 2),
    /Scenarios here: runs\.ts, b\.ts, longer-name\.ts, zebra\.ts, /,
  );
});

test("standard output without room", { skip: process.platform !== "linux" }, () => {
  const full = openSync("/dev/full", "w");
  try {
    const words = [join(checkout, "src/cli/main.ts"), "run", "--help"];
    const said = spawnSync(process.execPath, words, { stdio: ["ignore", full, "pipe"] });
    assert.equal(said.status, 3);
    assert.equal(said.stderr.toString(), "Cannot write to standard output: no space left.\n");
  } finally {
    closeSync(full);
  }
});

test("files that are no scenarios", async () => {
  const folder = folderWith({ "a.yaml": "hosts:", "a.txt": "", "b.ts": "export const a = 1;\n" });
  assert.match(await told(folder, ["run", "."], 2), /^Cannot run '\.': a folder\./);
  assert.match(await told(folder, ["run", "a.yaml"], 2), /YAML comes with a later release/);
  assert.match(await told(folder, ["run", "a.txt"], 2), /a scenario is a \.ts or \.js file/);
  assert.equal(
    await told(folder, ["run", "b.ts"], 2),
    "b.ts module: has no default export. Write `export default scenario({ … })`.\n",
  );
  assert.match(await told(folder, ["run"], 2), /^Which scenario\?/);
});

test("syntax errors stand with their line, as it is in the file", async () => {
  const folder = folderWith({
    "a.ts": 'import { scenario } from "dce";\ninterface A {\n  a: string;\n}\nconst a = (1;\n',
    "b.js": "const a = 1;\nconst b = {;\n",
    "c.ts": "enum A {\n  a,\n}\n",
  });
  assert.match(await told(folder, ["run", "a.ts"], 2), /^a\.ts:5 .*\n[^]*\n {2}const a = \(1;\n/);
  assert.match(await told(folder, ["run", "b.js"], 2), /^b\.js:2 Unexpected token ';'\n/);
  assert.match(await told(folder, ["run", "c.ts"], 2), /^c\.ts:1 TypeScript enum is not supported/);
});

test("imports that are not there, and modules that throw", async () => {
  const folder = folderWith({
    "a.ts": '\nimport { scenaro } from "dce";\nscenaro();\n',
    "b.ts": 'import "./nothing.ts";\n',
    "c.ts":
      "interface A {}\n\nfunction load(): never {\n  throw new Error('no data');\n}\nload();\n",
  });
  assert.match(await told(folder, ["run", "a.ts"], 2), /^a\.ts:2 .* export named 'scenaro'\n$/);
  assert.equal(
    await told(folder, ["run", "b.ts"], 2),
    "b.ts imports 'nothing.ts': no such module.\n",
  );
  assert.equal(await told(folder, ["run", "c.ts"], 2), "c.ts:4:9 no data\n");
});

test("a wrong scenario: place, value and what is valid", async () => {
  const folder = folderWith({
    "rate.ts": scenarioOf(
      'const [h1, h2] = net.hosts("h", 2);',
      'net.link(h1, h2, { rate: "5 MBit" as never });',
      'h1.run("exit 0");',
    ),
    "program.ts": scenarioOf('net.host("h1").run("iperf4 -s");'),
  });
  const rate = await told(folder, ["run", "rate.ts"], 2);
  assert.match(rate, /^rate\.ts:10:\d+ link h1-h2: rate "5 MBit" is not a rate\. /);
  const program = await told(folder, ["run", "program.ts"], 2);
  assert.match(program, /"iperf4": no program of that name\. .*iperf3/);
  assert.match(await told(folder, ["run", "rate.ts", "--set", "cc=reno"], 2), /"reno".*cubic, bbr/);
});

test("wrong command lines", async () => {
  const folder = folderWith({ "good.ts": good });
  assert.match(
    await told(folder, ["run", "good.ts", "--nothing"], 2),
    /unknown option '--nothing'/,
  );
  assert.match(await told(folder, ["run", "good.ts", "--seed", "-1"], 2), /is not a seed/);
  assert.match(await told(folder, ["rnu", "good.ts"], 2), /unknown command 'rnu'/);
  assert.match(await told(folder, ["net"], 2), /comes with a later release/);
  assert.match(await told(folder, ["build", "iperf"], 1), /no recipe of that name/);
});

test("a folder with other files, or in which a file is in the way", async () => {
  const folder = folderWith({ "good.ts": good, "mine/thesis.tex": "", file: "" });
  const mine = await told(folder, ["run", "good.ts", "--out", "mine"], 2);
  assert.match(mine, /^Cannot write results to 'mine': it holds other files/);
  assert.match(await told(folder, ["run", "good.ts", "--out", "file"], 2), /a file of that name/);
});

test("what the machine lacks, with the cure", async () => {
  const folder = folderWith({ "good.ts": good });
  const said = await dce(folder, ["run", "good.ts"], { env: { FAKE_MISSING: "1" } });
  assert.equal(said.status, 3);
  assert.match(said.stderr, /\nsudo apt-get install --no-install-recommends clang-19\n$/);
});

test("the parameters of a scenario", async () => {
  const folder = folderWith({ "good.ts": good });
  const said = await dce(folder, ["run", "good.ts", "--help"]);
  assert.equal(said.status, 0);
  assert.equal(
    said.stdout,
    `\
good.ts
  --set rate=…  a rate, such as "5Mbps"  default 5Mbps  rate of the link
  --set cc=…    cubic, bbr               default cubic
`,
  );
});

test("a new folder holds a scenario that an editor understands", async () => {
  const folder = folderWith();
  const said = await dce(folder, ["new", "first"]);
  assert.equal(said.status, 0);
  assert.match(
    said.stdout,
    /^first {3}first\.ts · package\.json · tsconfig\.json · \.gitignore\nNext: /,
  );
  assert.equal((await dce(folder, ["run", "first/first.ts", "--help"])).status, 0);
  assert.match(await told(folder, ["new", "first"], 2), /first\.ts, .* is there already/);
  const tsc = join(checkout, "node_modules/.bin/tsc");
  const checked = spawnSync(tsc, ["-p", join(folder, "first")], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout);
  mkdirSync(join(folder, "empty"));
  assert.equal((await dce(folder, ["new", "empty"])).status, 0);
});

test("recipes as a list", async () => {
  const said = await dce(folderWith(), ["build", "--list"]);
  assert.equal(said.status, 0);
  assert.equal(
    said.stdout,
    `\
recipe    version  licence  state  changed lines  commands
programs  1.0      MIT      built  60             iperf3 exit crash spin forever cat … (9)
programs: more than 50 lines: signals
`,
  );
});

test("what the machine has", async () => {
  const said = await dce(folderWith(), ["doctor"]);
  assert.match(said.stdout, /^ {2}✓ {2}Node +v26\..*\n {2}✓ {2}system packages {2}all there\n/);
  assert.match(said.stdout, /\n {2}✓ {2}builds +1 of 1 recipes built\n/);
});
