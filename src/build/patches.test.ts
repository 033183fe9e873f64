// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedLines } from "./patches.ts";

test("a replaced line counts once, headers do not count", () => {
  const diff = `--- a/x.c
+++ b/x.c
@@ -1,6 +1,7 @@
 same
-old
+new
 same
--- a removed comment of SQL
 same
+added
+added
 same
`;
  assert.equal(changedLines(diff), 4);
});

test("an empty diff changes nothing", () => {
  assert.equal(changedLines(""), 0);
});
