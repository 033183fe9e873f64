// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Inputs, recipeKey } from "./key.ts";
import type { Recipe } from "./recipe.ts";

const root = mkdtempSync(join(tmpdir(), "dce-key-"));
after(() => rmSync(root, { recursive: true }));

const files: Record<string, string> = {
  "recipes/toy/recipe.ts": "recipe",
  "recipes/toy/README.md": "text",
  "ports/toy/a.c": "a",
  "patches/1.patch": "patch",
  "src/build/engine.ts": "engine",
  "node_modules/tool/package.json": '{"version":"1.0.0"}',
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

const recipe: Recipe = {
  name: "toy",
  version: "1",
  licence: "MIT",
  sources: [{ name: "toy", versions: [], patches: ["patches"] }],
  overlays: ["ports/toy"],
  tools: [],
  npm: ["tool"],
  seconds: 1,
  async build() {},
};
const inputs: Inputs = { sources: { toy: "1" }, needs: { musl: "2" }, tools: { clang: "3" } };

function keyWith(path: string, text: string): string {
  writeFileSync(join(root, path), text);
  try {
    return recipeKey(root, recipe, inputs);
  } finally {
    writeFileSync(join(root, path), files[path] ?? "");
  }
}

test("every input changes the key", () => {
  const keys = [
    recipeKey(root, recipe, inputs),
    keyWith("recipes/toy/recipe.ts", "other"),
    keyWith("ports/toy/a.c", "b"),
    keyWith("patches/1.patch", "other"),
    keyWith("node_modules/tool/package.json", '{"version":"1.0.1"}'),
    recipeKey(root, recipe, { ...inputs, sources: { toy: "9" } }),
    recipeKey(root, recipe, { ...inputs, needs: { musl: "9" } }),
    recipeKey(root, recipe, { ...inputs, tools: { clang: "9" } }),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("what is no input does not: the engine, documents, times", () => {
  const key = recipeKey(root, recipe, inputs);
  assert.equal(keyWith("src/build/engine.ts", "other"), key);
  assert.equal(keyWith("recipes/toy/README.md", "other"), key);
  utimesSync(join(root, "ports/toy/a.c"), 1, 1);
  assert.equal(recipeKey(root, recipe, inputs), key);
});

test("the order in which inputs are named does not", () => {
  const one = recipeKey(root, recipe, { ...inputs, tools: { a: "1", b: "2" } });
  assert.equal(recipeKey(root, recipe, { ...inputs, tools: { b: "2", a: "1" } }), one);
});
