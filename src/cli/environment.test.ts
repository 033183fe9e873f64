// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ScenarioError } from "../scenario/builder/issue.ts";
import { nodeEnvironment } from "./environment.ts";
import { folderWith } from "./fakes/spawn.ts";

const { machine } = nodeEnvironment(new Map());

/** Root reads everything; another user may not. */
function asAnyone(act: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test("what cannot be read is told before the start, in folders too", () => {
  const folder = folderWith({ secret: "x", "data/deep/secret": "x", "data/open": "y" });
  for (const path of [".", "data", "data/deep"]) chmodSync(join(folder, path), 0o755);
  for (const path of ["secret", "data/deep/secret"]) chmodSync(join(folder, path), 0);
  const module = pathToFileURL(join(folder, "exp.ts")).href;
  asAnyone(() => {
    assert.equal(machine.find("data/open", module)?.kind, "file");
    assert.equal(machine.find("nothing", module), undefined);
    for (const path of ["secret", "data"]) {
      assert.throws(
        () => machine.find(path, module),
        (error) =>
          error instanceof ScenarioError &&
          error.message.includes(`exp.ts file: cannot copy "${path}": no permission to read '`),
      );
    }
  });
});
