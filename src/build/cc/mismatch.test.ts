// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeMismatch, isProbe, parseMismatches } from "./mismatch.ts";

const messages = `wasm-ld-19: warning: function signature mismatch: strlen
>>> defined as (i32, i32) -> i32 in /tmp/x-1.o
>>> defined as (i32) -> i32 in /musl/usr/lib/libc.a(strlen.o)

wasm-ld-19: warning: something else
wasm-ld-19: warning: function signature mismatch: socket
>>> defined as () -> i32 in /tmp/conftest-2.o
>>> defined as (i32, i32, i32) -> i32 in /musl/usr/lib/libc.a(socket.o)
`;

describe("parseMismatches", () => {
  it("takes the mismatches out of wasm-ld's messages", () => {
    const { mismatches, rest } = parseMismatches(messages);
    assert.deepEqual(rest, ["wasm-ld-19: warning: something else"]);
    assert.deepEqual(
      mismatches.map(({ name, sides }) => [name, sides.length, sides[0]?.type]),
      [
        ["strlen", 2, "(i32, i32) -> i32"],
        ["socket", 2, "() -> i32"],
      ],
    );
  });

  it("tells a configure script's question from a wrong declaration", () => {
    const { mismatches } = parseMismatches(messages);
    assert.deepEqual(mismatches.map(isProbe), [false, true]);
    assert.match(mismatches.map(describeMismatch)[0] ?? "", /^dce-ld: error: 'strlen' .*\n>>> /);
    assert.match(mismatches.map(describeMismatch)[1] ?? "", /^dce-ld: warning: 'socket' /);
  });
});
