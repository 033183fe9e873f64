// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { firstDifference, showDifference } from "./compare-folders.ts";

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dce-compare-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const same = { "run.json": "{}\n", "files-h1/var/log/2/stdout": "one\ntwo\n" };

function told(first: Readonly<Record<string, string>>, second: typeof first): string {
  const { difference } = firstDifference(folderOf(first), folderOf(second));
  return difference === undefined ? "equal" : showDifference(difference);
}

test("equal but for timing.json", () => {
  assert.equal(told({ ...same, "timing.json": "1" }, { ...same, "timing.json": "2" }), "equal");
  const result = firstDifference(folderOf(same), folderOf(same));
  assert.deepEqual(result, { difference: undefined, count: 2 });
});

test("the first byte that differs, with its line", () => {
  assert.equal(
    told(same, { ...same, "files-h1/var/log/2/stdout": "one\ntwX\n" }),
    "files-h1/var/log/2/stdout differs at byte 6.\n  first:  two\n  second: twX",
  );
  assert.match(
    told({ "a.pcapng": "\0\0a" }, { "a.pcapng": "\0\0b" }),
    /^a\.pcapng differs at byte 2\.$/,
  );
  assert.match(told(same, { ...same, "run.json": "{}\n\n" }), /^run\.json differs at byte 3\./);
});

test("a file that only one has, in whichever", () => {
  assert.equal(told({ ...same, x: "" }, same), "x is in the first run only.");
  assert.equal(told(same, { ...same, y: "" }), "y is in the second run only.");
});

test("a lock is no result", () => {
  assert.equal(told({ ...same, ".dce.lock": "1" }, same), "equal");
});

test("a byte beyond the first piece, and one more at the end", () => {
  const long = "x".repeat(1024 * 1024 + 7);
  assert.equal(told({ a: long }, { a: long }), "equal");
  assert.match(
    told({ a: `${long}\ny` }, { a: `${long}\nz` }),
    /at byte 1048584\.\n {2}first: {2}y\n/,
  );
  assert.match(told({ a: long }, { a: `${long}x` }), /^a differs at byte 1048583\./);
});

test("files that are longer than a buffer can be", () => {
  const folders = [folderOf({ a: "" }), folderOf({ a: "" })] as const;
  try {
    for (const folder of folders) truncateSync(join(folder, "a"), 2 ** 40);
    assert.equal(firstDifference(...folders).difference, undefined);
    writeFileSync(join(folders[1], "a"), "b", { flag: "r+" });
    assert.equal(firstDifference(...folders).difference?.offset, 0);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
});
