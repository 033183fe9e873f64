// SPDX-License-Identifier: MIT
/**
 * `dce test`: everything that a change must pass.
 *
 * Format, lint, types and dead code first, then all recipes are built, then the tests run, in the
 * order of their paths. The last line counts both: "N passed, N failed". With `--fast`, only what
 * needs no build, no simulation and no browser. Files given as arguments are run alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { buildRecipes } from "../src/build/build.ts";
import { Cache } from "../src/build/cache.ts";
import { Log } from "../src/build/command.ts";
import { installPackages, missingPackages } from "../src/build/tools.ts";
import { testTools } from "./packages.ts";

const root = join(import.meta.dirname, "..");
const quickTimeoutMs = 3 * 60 * 1000;
const slowTimeoutMs = 20 * 60 * 1000;

interface Count {
  passed: number;
  failed: number;
}

const total: Count = { passed: 0, failed: 0 };

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Does one step and counts it; `act` returns "" or what is wrong. */
async function step(name: string, act: () => string | Promise<string>): Promise<boolean> {
  const startMs = Date.now();
  const wrong = await act();
  const seconds = ((Date.now() - startMs) / 1000).toFixed(1);
  say(`${wrong === "" ? "✔" : "✖"} ${name} (${seconds} s)`);
  if (wrong !== "") say(wrong.trimEnd());
  if (wrong === "") total.passed++;
  else total.failed++;
  return wrong === "";
}

/** Runs a program of an npm package; what it says if it fails. */
function tool(name: string, ...args: string[]): string {
  const path = join(root, "node_modules", ".bin", name);
  const done = spawnSync(process.execPath, [path, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status === 0) return "";
  return `${done.stdout}${done.stderr}${done.error?.message ?? ""}` || `status ${done.status}`;
}

async function staticChecks(): Promise<void> {
  await step("format", () => tool("biome", "check", "--max-diagnostics=50"));
  await step("lint", () => tool("oxlint", "--type-aware"));
  await step("types", () => tool("tsc", "-b"));
  await step("dead code", () => tool("knip", "--config", "test/knip.json"));
}

/** System packages of the tests and all builds, so that tests do not wait for them. */
async function prepare(): Promise<boolean> {
  const packages = missingPackages(testTools);
  if (packages.length > 0) {
    const log = new Log(new Cache().path("log", "test-packages.log"));
    const name = `packages ${packages.join(" ")}`;
    const there = await step(name, () => failure(() => installPackages(packages, log)));
    await log.close();
    if (!there) return false;
  }
  return step("builds", () => failure(() => buildRecipes([])));
}

async function failure(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Test files in the order in which they run. */
function testFiles(fast: boolean): string[] {
  const patterns = ["src/**/*.test.ts", "recipes/**/*.test.ts", "test/*.test.ts"];
  const slow = ["test/*/**/*.test.ts", "examples/**/*.test.ts", "bench/**/*.test.ts"];
  return [...find(patterns), ...(fast ? [] : find(slow))];
}

function find(patterns: string[]): string[] {
  return globSync(patterns, { cwd: root }).sort();
}

/** Runs test files, prints as they end, and counts. */
async function runTests(
  files: readonly string[],
  concurrency: number,
  timeout: number,
): Promise<void> {
  if (files.length === 0) return;
  const stream = run({
    cwd: root,
    files: files.map((file) => join(root, file)),
    concurrency,
    timeout,
  });
  stream.on("test:summary", ({ file, counts }) => {
    if (file !== undefined) return;
    total.passed += counts.passed;
    total.failed += counts.tests - counts.passed - counts.skipped - counts.todo;
  });
  const output = stream.compose(spec);
  output.pipe(process.stdout, { end: false });
  await finished(output);
}

const args = process.argv.slice(2);
const fast = args.includes("--fast");
const named = args.filter((arg) => !arg.startsWith("-"));
if (named.length > 0) {
  const unknown = named.filter((file) => !existsSync(file));
  await step("files", () => unknown.map((file) => `'${file}': no such file`).join("\n"));
  await runTests(named.map((file) => join(process.cwd(), file)).map(fromRoot), 1, slowTimeoutMs);
} else {
  await staticChecks();
  // Without builds, what needs them would only fail once more.
  const built = fast || (await prepare());
  const quick = testFiles(true);
  await runTests(quick, availableParallelism(), quickTimeoutMs);
  // One at a time: each uses all cores or measures time.
  if (!fast && built) await runTests(testFiles(false).slice(quick.length), 1, slowTimeoutMs);
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A path relative to the checkout. */
function fromRoot(path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
