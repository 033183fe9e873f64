// SPDX-License-Identifier: MIT
/** TABLE.md is what the programs do today. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { obstacle } from "./native.ts";
import { makeTable, tablePath, tracerObstacle } from "./table.ts";

const reason = obstacle() ?? tracerObstacle();
/** Rows that may differ: which calls a program makes depends a little on how fast others go. */
const DIFFERING_SHARE_MAX = 0.005;

it("the table of rows is current", { skip: reason ?? false }, async (t) => {
  const kept = readTable(readFileSync(tablePath, "utf8"));
  const table = await makeTable();
  t.diagnostic(
    `oracle: ${table.rows} rows (system call × behaviour × assertion), ${table.calls} system ` +
      `calls, ${table.assertions} assertions, ${table.programs} programs`,
  );
  assert.ok(table.programs >= 60);
  const now = readTable(table.text);
  const renew = "renew it with: node test/oracle/table.ts";
  const keys = [...new Set([...now.keys(), ...kept.keys()])];
  const differing = keys.filter((key) => kept.get(key) !== now.get(key));
  const most = DIFFERING_SHARE_MAX * now.size;
  assert.ok(differing.length <= most, `${renew}\n${differing.slice(0, 20).join("\n")}`);
});

/** "### program" and "| behaviour: assertion |" to the calls of the row. */
function readTable(text: string): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  let program = "";
  for (const line of text.split("\n")) {
    const heading = /^### (\S+)/.exec(line)?.[1];
    if (heading !== undefined) program = heading;
    const [, assertion, calls] = /^\| (.*) \| (.*) \|$/.exec(line) ?? [];
    if (assertion === undefined || calls === undefined) continue;
    const key = `${program}: ${assertion}`;
    rows.set(key, `${rows.get(key) ?? ""}${calls};`);
  }
  return rows;
}
