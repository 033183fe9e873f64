// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { checkCache, nearestFolder } from "./cache-folder.ts";
import { CommandError } from "./exit-status.ts";
import { folderWith } from "./fakes/spawn.ts";

const before = process.env["DCE_CACHE"];
afterEach(() => {
  if (before === undefined) delete process.env["DCE_CACHE"];
  else process.env["DCE_CACHE"] = before;
});

test("a folder, there or not", () => {
  const folder = folderWith();
  process.env["DCE_CACHE"] = join(folder, "not/yet");
  assert.equal(nearestFolder(), folder);
  checkCache();
});

for (const path of ["file", "file/below"]) {
  test(`a file in the way of '${path}' is what the machine lacks`, () => {
    process.env["DCE_CACHE"] = join(folderWith({ file: "" }), path);
    assert.throws(
      () => checkCache(),
      (error) =>
        error instanceof CommandError &&
        error.status === 3 &&
        /file' is no folder/.test(error.message),
    );
  });
}
