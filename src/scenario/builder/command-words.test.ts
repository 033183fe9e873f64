// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { splitWords } from "./command-words.ts";

test("blanks separate, quotes and backslashes hold together", () => {
  const words = (line: string): readonly string[] => splitWords(line).words;
  assert.deepEqual(words("  ping  -c 3\th2 "), ["ping", "-c", "3", "h2"]);
  assert.deepEqual(words(`sh -c 'a "b" $c'`), ["sh", "-c", 'a "b" $c']);
  assert.deepEqual(words(String.raw`x "a \"b\" \n" c\ d`), ["x", String.raw`a "b" \n`, "c d"]);
  assert.deepEqual(words(`x --a='b c'"d e" ''`), ["x", "--a=b cd e", ""]);
});

test("what only a shell understands is a problem outside of quotes", () => {
  for (const line of ["a | b", "a>b", "a < b", "echo $X", "ls *", "a; b", "a &", "a && b", "`a`"]) {
    assert.match(splitWords(line).problem ?? "", /is for a shell/, line);
  }
  for (const line of ["a '|' \">\"", "wget http://h2/?a=1&b=2;c", String.raw`a \* \$`]) {
    assert.equal(splitWords(line).problem, undefined, line);
  }
  assert.match(splitWords("a 'b").problem ?? "", /the quote ' has no end/);
});
