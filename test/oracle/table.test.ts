// SPDX-License-Identifier: MIT
/** TABLE.md is what the programs do today. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { obstacle } from "./native.ts";
import { makeTable, tablePath, tracerObstacle } from "./table.ts";

const reason = obstacle() ?? tracerObstacle();
const attempts = 3;

it("the table of rows is current", { skip: reason ?? false }, async (t) => {
  const kept = readFileSync(tablePath, "utf8");
  let table = await makeTable();
  // What a busy machine delays past a time-out differs once, a change does every time.
  for (let i = 1; i < attempts && table.text !== kept; i++) table = await makeTable();
  t.diagnostic(
    `oracle: ${table.rows} rows (system call × behaviour × assertion), ${table.calls} system ` +
      `calls, ${table.assertions} assertions, ${table.programs} programs`,
  );
  assert.ok(table.programs >= 60);
  if (table.text !== kept) {
    assert.fail(`renew it with: node test/oracle/table.ts\n${firstChange(kept, table.text)}`);
  }
});

function firstChange(before: string, after: string): string {
  const a = before.split("\n");
  const b = after.split("\n");
  const at = b.findIndex((line, index) => line !== a[index] && !/^\d+ rows/.test(line));
  return `line ${at + 1}:\n- ${a[at]}\n+ ${b[at]}`;
}
