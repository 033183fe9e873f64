// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

let root = "";
let cache = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dce-build-"));
  cache = join(root, "cache");
  writeFileSync(
    join(root, "driver.ts"),
    `import { buildRecipes } from "${import.meta.dirname}/build.ts";
    const [root, cache, ...names] = process.argv.slice(2);
    try {
      const built = await buildRecipes(names, { root, cache });
      for (const [name, entry] of built) console.log(name + " " + entry.folder);
    } catch (error) { console.error(error.message); process.exitCode = 1; }`,
  );
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a recipe whose build is `body`; it notes in the file `runs` that it ran. */
function recipe(name: string, body: string, more = ""): void {
  mkdirSync(join(root, "recipes", name), { recursive: true });
  writeFileSync(
    join(root, "recipes", name, "recipe.ts"),
    `import { appendFileSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
    import { setTimeout as delay } from "node:timers/promises";
    export default { name: "${name}", version: "1", licence: "MIT", sources: [], tools: [],
      seconds: 1, ${more}
      async build(ctx) { appendFileSync("${root}/runs", "${name}\\n"); ${body} } };`,
  );
}

function runs(): string[] {
  return existsSync(`${root}/runs`) ? readFileSync(`${root}/runs`, "utf8").trim().split("\n") : [];
}

function argv(names: string[]): string[] {
  return [join(root, "driver.ts"), root, cache, ...names];
}

function run(...names: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, argv(names), { encoding: "utf8" });
}

function folderOf(stdout: string, name: string): string {
  return new RegExp(`^${name} (.*)$`, "m").exec(stdout)?.[1] ?? "";
}

function list(folder: string): string[] {
  return existsSync(join(cache, folder)) ? readdirSync(join(cache, folder)) : [];
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 400, "it does not happen");
    await delay(25);
  }
}

test("a build is made once; from the cache nothing is printed", async () => {
  recipe("toy", "writeFileSync(ctx.out + '/made', 'x');");
  const first = run("toy");
  assert.match(first.stderr, /^First use on this machine: building toy 1 from source, once\./);
  assert.match(first.stderr, /toy 1 {5}✓ 0 s/);
  assert.equal(readFileSync(join(folderOf(first.stdout, "toy"), "made"), "utf8"), "x");
  const second = run("toy");
  assert.deepEqual([second.stdout, second.stderr], [first.stdout, ""]);
  assert.deepEqual(runs(), ["toy"]);
  assert.deepEqual(list("locks"), []);
  await until(() => list("tmp").length === 0);
});

test("a change that gives the same bytes does not rebuild what needs it", () => {
  recipe("low", "writeFileSync(ctx.out + '/made', 'x');");
  recipe("high", "writeFileSync(ctx.out + '/made', ctx.needs.low);", "needs: ['low'],");
  assert.equal(run("high").status, 0);
  recipe("low", "/* reworded */ writeFileSync(ctx.out + '/made', 'x');");
  assert.equal(run("high").status, 0);
  assert.deepEqual(runs(), ["low", "high", "low"]);
  recipe("low", "writeFileSync(ctx.out + '/made', 'y');");
  assert.equal(run("high").status, 0);
  assert.deepEqual(runs().slice(3), ["low", "high"]);
});

test("a part is published before its build ends", () => {
  const part = "mkdirSync(ctx.out + '/inc'); writeFileSync(ctx.out + '/inc/a.h', 'x');";
  const wait = `for (let i = 0; i < 400 && !existsSync("${root}/seen"); i++) await delay(25);`;
  recipe("low", `${part} await ctx.publish('inc'); ${wait}`, "parts: ['inc'],");
  recipe("high", `writeFileSync("${root}/seen", ctx.needs['low/inc']);`, "needs: ['low/inc'],");
  const { status, stdout } = run("high");
  assert.equal(status, 0);
  assert.equal(existsSync(join(folderOf(stdout, "low/inc"), "a.h")), true);
  assert.equal(readFileSync(`${root}/seen`, "utf8"), folderOf(stdout, "low/inc"));
  assert.equal(run("high").stderr, "");
});

test("a failure shows the command's last lines and publishes nothing", async () => {
  recipe("toy", "await ctx.run('sh', ['-c', 'echo it is broken >&2; exit 7']);");
  const { status, stderr } = run("toy");
  assert.equal(status, 1);
  assert.match(stderr, /ended with status 7\n[^]*it is broken\nLog: .*toy\.log/);
  assert.deepEqual([list("out"), list("locks")], [[], []]);
  await until(() => list("tmp").length === 0);
});

test("only declared overlays can be read", () => {
  recipe("toy", "ctx.overlay('ports/other');");
  assert.match(run("toy").stderr, /reads 'ports\/other', which is no overlay/);
});

const slow = `writeFileSync(ctx.out + '/half', 'x');
  await ctx.run('sh', ['-c', 'echo $$ > "$0"; exec sleep 600', ctx.work + '/../../../pid']);`;

/** Whether the command that the slow recipe has started runs. */
function commandLives(): boolean {
  try {
    return process.kill(Number(readFileSync(join(cache, "pid"), "utf8")), 0);
  } catch {
    return false;
  }
}

test("a build that is killed leaves no result, and the next start removes its folder", async () => {
  recipe("toy", slow);
  const child = spawn(process.execPath, argv(["toy"]), { stdio: "ignore" });
  await until(() => list("tmp").length === 1 && commandLives());
  const ended = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  assert.deepEqual([list("out"), list("tmp").length, list("locks").length], [[], 1, 1]);
  await until(() => !commandLives());
  recipe("other", "writeFileSync(ctx.out + '/made', 'x');");
  assert.equal(run("other").status, 0);
  await until(() => list("tmp").length === 0);
  // The same key: only the dead one's lock stands in the way.
  writeFileSync(`${root}/runs`, "");
  const again = spawn(process.execPath, argv(["toy"]), { stdio: "ignore" });
  await until(() => runs().includes("toy"));
  again.kill("SIGTERM");
  await new Promise((resolve) => again.on("exit", resolve));
});

test("an interrupted build ends with 130, its commands too, and nothing is left", async () => {
  recipe("toy", slow);
  const child = spawn(process.execPath, argv(["toy"]), { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  await until(commandLives);
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGINT");
  assert.equal(await ended, 130);
  await until(() => !commandLives());
  assert.match(stderr, /Stopped\. What was finished is kept/);
  assert.deepEqual([list("out"), list("locks")], [[], []]);
  await until(() => list("tmp").length === 0);
});

test("two processes at once build it once", async () => {
  recipe("toy", "await delay(500); writeFileSync(ctx.out + '/made', 'x');");
  const ends = [0, 1].map(() => {
    const child = spawn(process.execPath, argv(["toy"]), { stdio: "ignore" });
    return new Promise((resolve) => child.on("exit", resolve));
  });
  assert.deepEqual(await Promise.all(ends), [0, 0]);
  assert.deepEqual(runs(), ["toy"]);
});
