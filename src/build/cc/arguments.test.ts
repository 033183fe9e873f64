// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emitLinkArguments, parseLinkArguments } from "./arguments.ts";

/** What wasm-ld gets of these words beside what every link has. */
function emit(...words: string[]): readonly string[] {
  return emitLinkArguments(parseLinkArguments(words), "/musl", "/tmp/out");
}

describe("parseLinkArguments", () => {
  it("keeps objects, libraries and wasm-ld's own options in order", () => {
    const words = ["a.o", "-L/lib", "-lx", "--whole-archive", "b.a", "--export=f", "-u", "g"];
    const { inputs, output } = parseLinkArguments([...words, "-o", "program"]);
    assert.deepEqual(inputs, words);
    assert.equal(output, "program");
  });

  it("drops options of ELF linkers with their values", () => {
    const words = ["-z", "relro", "--as-needed", "-rpath", "/x", "-soname=y", "--hash-style=gnu"];
    words.push("-Map", "out.map", "-s", "-lgcc_s", "--build-id=sha1", "-O2", "--version-script=v");
    assert.deepEqual(parseLinkArguments([...words, "a.o"]).inputs, ["a.o"]);
  });

  it("adds what lies below the main stack to its size", () => {
    assert.ok(emit("a.o").includes(`stack-size=${1048576 + 65536 + 16384}`));
    assert.ok(emit("-z", "stack-size=4000", "a.o").includes(`stack-size=${4000 + 81920}`));
    assert.ok(emit("-zstack-size=4001", "a.o").includes(`stack-size=${4016 + 81920}`));
    assert.throws(() => parseLinkArguments(["-z", "stack-size=big"]), /'big' is not a number/);
  });

  it("names the run-time library of the sysroot", () => {
    const args = emit("a.o", "-lc", "/clang/lib/wasm32-unknown-unknown/libclang_rt.builtins.a");
    assert.ok(args.includes("/musl/usr/lib/libclang_rt.builtins.a"));
    assert.ok(!emit("a.o").some((word) => word.includes("builtins")));
  });

  it("adds nothing to an object that is linked again", () => {
    assert.equal(emit("-r", "a.o", "b.o").join(" "), "-m wasm32 -o /tmp/out a.o b.o -r");
  });
});
