// SPDX-License-Identifier: MIT
/**
 * The same runs in Chromium and in Node give the same bytes, and the page that runs them asks for
 * nothing but modules, images and the scenario.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { globSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import wabtFactory from "wabt";
import { trapCases, trapSource } from "../../src/linux/trap-cases.ts";
import { runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { isBrowsersOwn, noteRequests, skipReason, startChromium } from "./chromium.ts";
import { buildImages, type Images } from "./images.ts";
import {
  abortInCode,
  ask,
  exportedNames,
  removeStackSwitching,
  runInCode,
  runWrongly,
  spinInCode,
  trap,
} from "./in-page.ts";
import { startServer, type WebServer } from "./server.ts";

const RUN_MS = 120_000;

/** What a run leaves: the text of run.json, and lines "PATH BYTES SHA256" of its other files. */
interface Results {
  readonly runJson: string;
  readonly files: readonly string[];
}

describe("in Chromium", { skip: skipReason }, () => {
  let images: Images;
  let server: WebServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asked: string[];

  before(async () => {
    images = await buildImages(["iperf3"]);
    server = await startServer(images);
    browser = await startChromium(server.origin);
    context = await browser.newContext();
    asked = noteRequests(context);
    page = await context.newPage();
    await page.goto(server.page);
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** What the page and its workers have asked for since the last call, and what nobody may. */
  function takeRequests(): { readonly paths: string[]; readonly forbidden: string[] } {
    const addresses = asked.splice(0).map((address) => new URL(address));
    const own = addresses.filter(({ origin }) => origin === server.origin);
    const elsewhere = addresses.filter(({ origin }) => origin !== server.origin);
    const paths = own.map(({ pathname }) => pathname);
    const refused = server.takeRefused().filter((one) => !isBrowsersOwn(one));
    const unknown = paths.filter((path) => kindOf(path) === undefined);
    return { paths, forbidden: [...elsewhere.map(({ href }) => href), ...unknown, ...refused] };
  }

  afterEach(() => assert.deepEqual(takeRequests().forbidden, []));

  async function runInPage(query: string): Promise<Results> {
    await page.goto(`${server.page}?${query}`);
    const end = page.locator('html[data-state="done"], html[data-state="failed"]');
    await end.waitFor({ state: "attached", timeout: RUN_MS });
    const said = await page.locator("#status").textContent();
    assert.equal(await end.getAttribute("data-state"), "done", said ?? "");
    const runJson = (await page.locator("#run-json").textContent()) ?? "";
    const rows = await page.locator("#files tr").all();
    const files = rows.map(async (row) => (await row.locator("td").allTextContents()).join(" "));
    return { runJson, files: (await Promise.all(files)).sort() };
  }

  for (const name of ["ping", "iperf3"]) {
    it(`examples/${name}.ts gives the bytes that it gives in Node`, async () => {
      takeRequests();
      server.takeServed();
      const inPage = await runInPage(`scenario=/examples/${name}.ts&pcap&seed=3`);
      const { paths, forbidden } = takeRequests();
      // Nothing that came from the server is missing in the browser's account, workers included.
      assert.deepEqual(paths.toSorted(), server.takeServed().toSorted());
      assert.deepEqual(forbidden, []);
      const scenarios = paths.filter((path) => path.startsWith("/examples/"));
      assert.deepEqual(scenarios, [`/examples/${name}.ts`]);
      // A page gets what its scenario uses, and not whatever happens to be built.
      const iperf3 = images.manifest.recipes["iperf3"]?.find((one) => one.kind === "file");
      assert.equal(paths.includes(`/images/${iperf3?.sha256}`), name === "iperf3");
      const inNode = runInNode(name, ["--pcap", "--seed", "3"]);
      assert.match(hashOf(inPage), /^[0-9a-f]{64}$/);
      assert.equal(hashOf(inPage), hashOf(inNode));
      assert.equal(inPage.runJson, inNode.runJson);
      assert.deepEqual(inPage.files, inNode.files);
      assert.ok(inPage.files.some((line) => line.includes(".pcapng ")));
      assert.ok(inPage.files.some((line) => line.includes("/stdout ")));
    });
  }

  it("run() in code gives the results of the page", async () => {
    const inPage = await runInPage("scenario=/examples/ping.ts");
    const inCode = await page.evaluate(runInCode, "/examples/ping.ts");
    assert.equal(inCode.ok, true);
    assert.equal(inCode.hash, hashOf(inPage));
    assert.equal(inCode.measures["ipv4Replies"], 3);
    assert.match(inCode.stdout, /3 packets received/);
  });

  it("an abort signal ends a run, with its results", async () => {
    const { wallMs, end, frames } = await page.evaluate(abortInCode, "/examples/iperf3.ts");
    assert.ok(wallMs < 500, `${wallMs} ms`);
    assert.equal(end, "running");
    assert.ok(frames > 100, `${frames} frames`);
  });

  it("a program that spins without system calls is given up", async () => {
    const { ok, failures } = await page.evaluate(spinInCode, await asText(spinSource));
    assert.equal(ok, false);
    const spin = failures.find(({ kind }) => kind === "spin");
    assert.match(spin?.message ?? "", /^h1: pid \d+ makes no progress at 2\.000 s: .*after 1 s/);
  });

  it("exports what the package exports in Node", async () => {
    const inNode = Object.keys(await import("../../src/index.ts"));
    assert.deepEqual(await page.evaluate(exportedNames), inNode.sort());
  });

  it("a wrong scenario is told with the valid choices", async () => {
    assert.match(await page.evaluate(runWrongly, "/examples/ping.ts"), /cuont.*count/s);
  });

  it("an image whose bytes are others than the manifest says is refused", async () => {
    const { vmlinux } = images.manifest.kernel;
    const good = images.bytes.get(vmlinux);
    assert.ok(good !== undefined);
    images.bytes.set(vmlinux, good.with(good.length - 1, 0xff));
    try {
      await assert.rejects(
        runInPage("scenario=/examples/ping.ts"),
        /Cannot use image '[0-9a-f]{64}/,
      );
    } finally {
      images.bytes.set(vmlinux, good);
    }
  });

  it("a browser without stack switching gets one sentence and fetches no image", async () => {
    const old = await browser.newContext();
    await old.addInitScript(removeStackSwitching);
    const oldPage = await old.newPage();
    server.takeServed();
    await oldPage.goto(`${server.page}?scenario=/examples/ping.ts`);
    await oldPage.locator('html[data-state="failed"]').waitFor({ state: "attached" });
    const said = await oldPage.locator("body").innerText();
    await old.close();
    assert.match(said.trim(), /^This browser cannot [^.\n]*JSPI[^.\n]*137[^.\n]*\.$/);
    assert.deepEqual(
      server.takeServed().filter((path) => path.startsWith("/images/")),
      [],
    );
  });

  it("traps have the signals of the table", async () => {
    const bytes = [...(await assembled(trapSource))];
    const { seen, functions } = await page.evaluate(trap, {
      bytes,
      names: trapCases.map(([name]) => name),
      table: "/src/linux/traps.ts",
      engine: "/src/wasm/engine.ts",
    });
    assert.deepEqual(
      seen.map(({ signal, code }) => [signal, code]),
      trapCases.map(([, signal, code]) => [signal, code]),
    );
    for (const [i, [, , , reason]] of trapCases.entries()) {
      assert.match(seen[i]?.reason ?? "", reason);
    }
    assert.deepEqual(functions, ["divide", "zero"]);
  });

  it("every other request is seen, whomever it is for", async () => {
    const own = ["/package.json", "/src/cli/main.ts", "/run.json"];
    const elsewhere = ["http://example.invalid/", "https://example.invalid/", "http://google.com/"];
    await page.evaluate(ask, [...own, ...elsewhere]);
    const { forbidden } = takeRequests();
    for (const path of own) assert.ok(forbidden.includes(path), `${path}: ${forbidden.join()}`);
    for (const address of elsewhere) {
      assert.ok(forbidden.includes(address), `${address}: ${forbidden.join()}`);
    }
    assert.ok(forbidden.includes("GET http://example.invalid/"), forbidden.join());
    assert.ok(forbidden.includes("CONNECT example.invalid:443"), forbidden.join());
  });
});

/** A program of the port that does nothing for ever. Its numbers stay below 64: see asText. */
const spinSource = `(module
  (import "env" "memory" (memory 3 48))
  (global (export "__stack_pointer") (mut i32)
    (i32.mul (i32.mul (i32.const 48) (i32.const 32)) (i32.mul (i32.const 32) (i32.const 4))))
  (func (export "_start") (param i32) (loop (br 0))))`;

async function assembled(source: string): Promise<Uint8Array> {
  const wabt = await wabtFactory();
  const parsed = wabt.parseWat("test.wat", source, { bulk_memory: true, extended_const: true });
  return parsed.toBinary({ write_debug_names: true }).buffer;
}

/** A module as a text that UTF-8 turns into its bytes: they are all below 0x80. */
async function asText(source: string): Promise<string> {
  const bytes = await assembled(source);
  assert.ok(bytes.every((byte) => byte < 0x80));
  return String.fromCharCode(...bytes);
}

function runInNode(name: string, flags: readonly string[]): Results {
  const folder = temporaryFolder();
  const out = join(folder, "out");
  const { status, stderr } = runDce([
    "run",
    `examples/${name}.ts`,
    "--quiet",
    "--out",
    out,
    ...flags,
  ]);
  assert.equal(status, 0, stderr);
  const files = globSync("**", { cwd: out })
    .filter((path) => lstatSync(join(out, path)).isFile())
    .filter((path) => path !== "run.json" && path !== "timing.json")
    .map((path) => {
      const bytes = readFileSync(join(out, path));
      return `${path} ${bytes.length} ${createHash("sha256").update(bytes).digest("hex")}`;
    });
  return { runJson: readFileSync(join(out, "run.json"), "utf8"), files: files.sort() };
}

function hashOf({ runJson }: Results): string {
  const run: { readonly frames: { readonly hash: string } } = JSON.parse(runJson);
  return run.frames.hash;
}

/** What a page may ask for. */
function kindOf(path: string): string | undefined {
  if (path === "/src/web/index.html") return "page";
  if (/^\/(src\/(sim|net|wasm|linux|scenario|web)|examples)\/[\w/-]+\.ts$/.test(path))
    return "module";
  if (/^\/node_modules\/(zod|@noble\/hashes)\/[\w./-]+\.js$/.test(path)) return "package";
  return /^\/images\/(manifest\.json|[0-9a-f]{64})$/.test(path) ? "image" : undefined;
}
