// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CommandError } from "./exit-status.ts";
import { claimFolder, writeRunJson } from "./output-folder.ts";

const first = { state: "running", scenario: "x" };

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "dce-output-"));
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof CommandError);
    assert.equal(error.status, 2);
    return error.message;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("a new folder, with all above it, has run.json from the start", () => {
  const folder = join(temporary(), "a/b");
  const { release } = claimFolder(folder, first);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, "run.json"), "utf8")), first);
  writeRunJson(folder, { ...first, state: "finished" });
  release();
  assert.deepEqual(readdirSync(folder), ["run.json"]);
});

test("one run at a time in a folder; the lock of a dead process is taken over", () => {
  const folder = temporary();
  const { release } = claimFolder(folder, first);
  const file = join(folder, ".dce.lock");
  const message = refusal(() => claimFolder(folder, first));
  assert.match(message, new RegExp(`another run is writing there \\(process ${process.pid}, `));
  assert.deepEqual(readdirSync(folder).sort(), [".dce.lock", "run.json"]);
  const owner = readFileSync(file, "utf8");
  release();
  assert.ok(!existsSync(file));

  // The number of a process that lives, and another start.
  writeFileSync(file, owner.replace(/\.\d+\./, ".1."));
  claimFolder(folder, first).release();
  assert.deepEqual(readdirSync(folder), ["run.json"]);
});

test("our own folder is emptied, files of others are not", () => {
  const ours = temporary();
  claimFolder(ours, first).release();
  mkdirSync(join(ours, "files-h1/var"), { recursive: true });
  claimFolder(ours, first).release();
  assert.deepEqual(readdirSync(ours), ["run.json"]);

  const others = temporary();
  writeFileSync(join(others, "thesis.tex"), "");
  assert.match(
    refusal(() => claimFolder(others, first)),
    /holds other files and no run\.json/,
  );
  writeFileSync(join(others, "run.json"), '{"state":"somebody else\'s"}');
  assert.match(
    refusal(() => claimFolder(others, first)),
    /no run\.json of dce/,
  );
  assert.ok(existsSync(join(others, "thesis.tex")));
});

test("a file in the way is refused", () => {
  const file = join(temporary(), "file");
  writeFileSync(file, "");
  assert.match(
    refusal(() => claimFolder(file, first)),
    /a file of that name is in the way/,
  );
  assert.match(
    refusal(() => claimFolder(join(file, "x"), first)),
    /is in the way/,
  );
});

test("a place where no folder can be made", () => {
  const message = refusal(() => claimFolder("/proc/none/results", first));
  assert.equal(
    message,
    "Cannot write results to '/proc/none/results': no folder can be made there.",
  );
});
