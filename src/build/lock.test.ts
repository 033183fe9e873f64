// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { lock, releaseLocks, tryLock } from "./lock.ts";
import { ownerGone, ownerName } from "./owner.ts";

const folder = mkdtempSync(join(tmpdir(), "dce-lock-"));
after(() => rmSync(folder, { recursive: true }));

test("a held lock is refused until it is released", async () => {
  const path = join(folder, "held");
  const first = await lock(path);
  assert.equal(tryLock(path), undefined);
  let waited = 0;
  const second = lock(path, () => waited++);
  await delay(10);
  first.release();
  (await second).release();
  assert.equal(waited, 1);
  assert.equal(existsSync(path), false);
});

test("the lock of a dead process is taken over", () => {
  const path = join(folder, "stale");
  const script = `import { tryLock } from "${import.meta.dirname}/lock.ts";
    tryLock(${JSON.stringify(path)}); process.kill(process.pid, "SIGKILL");`;
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  assert.equal(child.signal, "SIGKILL");
  assert.equal(existsSync(path), true);
  const taken = tryLock(path);
  assert.ok(taken);
  taken.release();
  assert.deepEqual(readdirSync(folder), []);
});

test("a lock that a process of another namespace wrote is respected", () => {
  const path = join(folder, "foreign");
  writeFileSync(path, `${process.pid}.1.42`);
  assert.equal(tryLock(path), undefined);
  rmSync(path);
});

test("an owner with the same number that started at another time is gone", () => {
  const [pid, start, space] = ownerName().split(".");
  assert.equal(ownerGone(ownerName()), false);
  assert.equal(ownerGone(`${pid}.${Number(start) + 1}.${space}`), true);
});

test("all locks of a process can be given back at once", () => {
  const paths = ["a", "b"].map((name) => join(folder, name));
  for (const path of paths) tryLock(path);
  releaseLocks();
  assert.deepEqual(paths.map(existsSync), [false, false]);
});
