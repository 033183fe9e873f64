// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesBelow } from "./doctor.ts";
import { folderWith } from "./fakes/spawn.ts";

test("the bytes of a cache, also of one that is gone", () => {
  const folder = folderWith({ "out/a/b": "123", "tmp/c": "4567", d: "8" });
  assert.equal(bytesBelow(folder), 8);
  rmSync(join(folder, "tmp"), { recursive: true });
  assert.equal(bytesBelow(folder), 4);
  assert.equal(bytesBelow(join(folder, "tmp")), 0);
});
