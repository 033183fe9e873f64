// SPDX-License-Identifier: MIT
/**
 * The compiler and libc against a stub kernel: what dce-cc makes is a program as the kernel
 * expects it, and dce-cc can stand in the place of gcc.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { compile, moduleExports, moduleImports } from "../../src/wasm/engine.ts";
import { built } from "../built.ts";
import { type Ending, StubKernel } from "./stub-kernel.ts";

const home = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "dce-compiler-"));
let musl = "";

before(async () => {
  musl = process.env.DCE_MUSL ?? (await built("musl")).folder;
});
after(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function cc(args: readonly string[], input = ""): Answer {
  return spawnSync(`${musl}/bin/dce-cc`, args, {
    cwd: folder,
    input,
    encoding: "utf8",
    env: { ...process.env, DCE_HOME: home, DCE_NODE: process.execPath, LC_ALL: "C" },
  });
}

/** Compiles and links text. */
function link(name: string, source: string, ...args: string[]): Answer {
  return cc(["-x", "c", "-", "-o", name, ...args], source);
}

const linked = new Map<string, Uint8Array>();

function program(name: string): Uint8Array {
  const source = join(import.meta.dirname, "programs", `${name}.c`);
  let bytes = linked.get(name);
  if (!bytes) {
    const { status, stderr } = cc(["-O1", source, "-o", name, "-lm", "-lpthread"]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    bytes = readFileSync(join(folder, name));
    linked.set(name, bytes);
  }
  return bytes;
}

async function run(name: string, ...args: string[]): Promise<Ending> {
  return await new StubKernel(program(name)).run([name, ...args], ["X=y"]);
}

describe("a program", () => {
  it("imports its memory and the kernel's call, and exports what the kernel uses", () => {
    const module = compile(program("basics"));
    assert.deepEqual(
      moduleImports(module).map(({ module, name, kind }) => `${module}.${name} ${kind}`),
      ["env.memory memory", "linux.syscall function"],
    );
    const names = moduleExports(module).map(({ name, kind }) => `${name} ${kind}`);
    assert.deepEqual(names.sort(), [
      "__stack_pointer global",
      "__tls_base global",
      "__wasm_fault_addr global",
      "__wasm_fault_entry function",
      "__wasm_stack_limit global",
      "__wasm_thread_entry function",
      "_start function",
    ]);
  });

  it("gets arguments and environment, prints, sorts, jumps and ends", async () => {
    const { status, output } = await run("basics", "one", "two words");
    assert.deepEqual(output.split("\n"), [
      "argument basics",
      "argument one",
      "argument two words",
      "X is y",
      "page 4096, 4096",
      "constructed 1",
      "0.10000000000000001 0x1.5555555555555p-2 0.333333 1.41421",
      "-3 0 2 5 9 ",
      "jumped 1 6",
      "at end",
      "",
    ]);
    assert.equal(status, 7);
  });

  it("has memory up to its limit and then ENOMEM", async () => {
    const kernel = new StubKernel(program("memory"), 1024);
    const { status, output } = await kernel.run(["memory"]);
    assert.deepEqual(output.split("\n"), [
      "unmap 0",
      "again 1 zero 1",
      "grown 9 zero 1",
      "fixed 1",
      "not needed 0",
      "taken 1 File exists",
      "data 1 Out of memory",
      "length 0 1 Invalid argument",
      "protect 0",
      "protect none -1 Out of memory",
      "unaligned -1 Invalid argument",
      "break 1 1 Out of memory",
      "malloc ends Out of memory after 1",
      "half again 1",
      "huge 1 1",
      "",
    ]);
    assert.equal(status, 0);
  });
});

describe("tasks of a program", () => {
  it("runs threads, cancels them, spawns programs and cannot fork", async () => {
    const { status, output } = await run("threads");
    assert.deepEqual(output.split("\n"), [
      "thread 0 gave 500",
      "thread 1 gave 601",
      "thread 2 gave 702",
      "count 60, own 5",
      "cleaned up",
      "cancelled 1",
      "detached",
      "spawn /bin/there: No error information, status 0",
      "spawn /bin/nowhere: No such file or directory, status -1",
      "clone without further arguments -1 Function not implemented",
      "fork -1 Function not implemented",
      "",
    ]);
    assert.equal(status, 0);
  });

  it("runs handlers and makes interrupted calls again", async () => {
    const { status, output } = await run("signals");
    assert.deepEqual(output.split("\n"), [
      "signal 10",
      "signal 10",
      "pid 1, owed 1",
      "signal 10",
      "pid 1, owed 1",
      "signal 10",
      "answered 0, seen 4",
      "signal 10 of 10, mask 0",
      "SIGUSR2 waits",
      "signal 12 of 12, mask 0",
      "blocked",
      "signal 12 of 12, mask 0",
      "signal 12",
      "signal 10",
      "on the alternate stack 1 1",
      "on the alternate stack 1 1",
      "jumped 3, blocked 0",
      "deep again 1",
      "on the alternate stack 0 0",
      "",
    ]);
    assert.equal(status, 0);
  });
});

describe("a fault of a program", () => {
  const faults: readonly [string, number, RegExp][] = [
    ["null", 139, /^RuntimeError: memory access out of bounds\n$/],
    ["handled-null", 44, /^caught 11, own 1\n$/],
    ["returns-null", 139, /^caught 11\n$/],
    ["trap", 132, /^RuntimeError: unreachable\n$/],
    ["abort", 134, /^$/],
    ["deep", 139, /^RuntimeError: memory access out of bounds\n$/],
    ["handled-deep", 139, /^(?!caught)/],
    ["handled-other-stack-deep", 44, /^caught 11, own 1\n$/],
    ["thread", 139, /^RuntimeError: memory access out of bounds\n$/],
    ["handled-thread", 139, /^(?!caught)/],
  ];
  for (const [what, status, output] of faults) {
    it(`ends as Linux ends it: ${what}`, async () => {
      const ending = await run("faults", what);
      assert.match(ending.output, output);
      assert.equal(ending.status, status);
    });
  }
});

describe("dce-cc", () => {
  it("says what it is", () => {
    assert.equal(cc(["-dumpmachine"]).stdout, "wasm32-linux-musl\n");
    assert.match(cc(["--version"]).stdout, /^.*clang version /);
    assert.equal(cc(["-print-file-name=libc.a"]).stdout.trim(), `${musl}/bin/../usr/lib/libc.a`);
  });

  it("takes standard input, several sources, archives, @files and -o as gcc does", () => {
    const answer = link("a.out", "int f(void); int main(void) { return f(); }", "-c");
    assert.deepEqual([answer.status, answer.stderr], [0, ""]);
    assert.equal(link("f.o", "int f(void) { return 3; }", "-c").status, 0);
    spawnSync("llvm-ar-19", ["rc", "libf.a", "f.o"], { cwd: folder });
    assert.equal(cc(["a.out", "-L.", "-lf", "-static", "-pie", "-march=native", "-s"]).status, 0);
    assert.equal(cc(["@args"]).status, 1);
    assert.equal(readFileSync(join(folder, "a.out")).subarray(1, 4).toString(), "asm");
  });

  it("fails as clang does", () => {
    const syntax = link("x", "int main(void) { return 0 }");
    assert.equal(syntax.status, 1);
    assert.match(syntax.stderr, /error: expected ';'/);
    const undefined_ = link("x", "void g(void); int main(void) { g(); }");
    assert.equal(undefined_.status, 1);
    assert.match(undefined_.stderr, /undefined symbol: g/);
  });

  it("says why there are no shared libraries", () => {
    const { status, stderr } = link("x.so", "int f(void) { return 0; }", "-shared");
    assert.equal(status, 1);
    assert.match(stderr, /cannot make a shared library: .* Link an archive/);
  });
});

describe("linking with dce-cc", () => {
  it("refuses a call through a wrong type, but not a configure script's question", () => {
    const wrong = "long strlen(int, int, int); int main(void) { return strlen(1, 2, 3); }";
    const refused = link("x", wrong, "-fno-builtin", "-w");
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /'strlen' is declared with one type and defined with another/);
    const question = "char socket(); int main() { return socket(); }";
    assert.equal(link("x", question, "-w").status, 0);
  });

  it("leaves a device as it is", () => {
    assert.equal(link("/dev/null", "int main(void) { return 0; }").status, 0);
    assert.equal(
      spawnSync("stat", ["-c", "%F", "/dev/null"], { encoding: "utf8" }).stdout,
      "character special file\n",
    );
  });

  it("makes the same bytes each time, without names of temporary files", () => {
    const source = "int main(void) { return 5; }";
    link("same", source, "-g");
    const one = readFileSync(join(folder, "same"));
    link("same", source, "-g");
    assert.ok(one.equals(readFileSync(join(folder, "same"))));
    assert.ok(!one.toString("latin1").includes("dce-ld-"));
  });
});
