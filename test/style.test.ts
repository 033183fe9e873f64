// SPDX-License-Identifier: MIT
/** The house style over the whole tree, and each rule over a text that breaks it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brokenLinks, orphans, rules, type TextFile } from "./style.ts";

const root = join(import.meta.dirname, "..");

/** Where something starts: commands, the package's entry, pages. */
const starts = ["src/cli/main.ts", "src/index.ts"];

function tree(): TextFile[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = spawnSync("git", list, { cwd: root, encoding: "utf8" });
  assert.equal(listed.status, 0, listed.stderr);
  const paths = [...new Set(listed.stdout.split("\0"))].filter((path) => {
    const full = join(root, path);
    return path !== "" && existsSync(full) && lstatSync(full).isFile();
  });
  return paths
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter((file) => file.path !== "package-lock.json");
}

const files = tree();

for (const [name, rule] of Object.entries(rules)) {
  test(`style: ${name}`, () => {
    assert.deepEqual(files.flatMap(rule), []);
  });
}

test("style: links of documents lead somewhere", () => {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const documents = files.filter((file) => file.path.endsWith(".md"));
  assert.deepEqual(
    documents.flatMap((file) => brokenLinks(file, texts)),
    [],
  );
});

test("style: something imports every module of src", () => {
  assert.deepEqual(orphans(files, starts), []);
});

test("style: functions of TypeScript have at most 70 lines", () => {
  const oxlint = join(root, "node_modules/.bin/oxlint");
  const config = join(import.meta.dirname, "style.oxlintrc.json");
  const folders = ["src", "recipes", "test", "bench", "examples"].filter((folder) =>
    existsSync(join(root, folder)),
  );
  const run = spawnSync(process.execPath, [oxlint, "-c", config, "--format", "unix", ...folders], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

const good = "// SPDX-License-Identifier: MIT\n";
const bad: [keyof typeof rules, string, string][] = [
  ["text", "a.ts", `${good}\0`],
  ["licence", "a.ts", "const a = 1;\n"],
  ["fileLength", "a.c", good.repeat(401)],
  ["lineLength", "a.c", `${good}${"\t".repeat(12)}return;\n`],
  ["cFunctionLength", "a.c", `${good}int f(void)\n{\n${"\tg();\n".repeat(70)}}\n`],
  ["fileName", "src/net/link-utils.ts", good],
  ["marks", "a.ts", `${good}// ${["TO", "DO"].join("")}: later\n`],
  ["registries", "a.ts", `${good}const mirror = "${["deb", "debian", "org"].join(".")}";\n`],
  ["trailingBlanks", "a.c", `${good}int a; \n`],
];

for (const [name, path, text] of bad) {
  test(`the rule '${name}' sees what breaks it`, () => {
    assert.equal(rules[name]?.({ path, text }).length, 1);
    assert.deepEqual(rules[name]?.({ path: "src/net/link.ts", text: good }), []);
  });
}

test("a link to a missing file or heading is seen, one in an example is not", () => {
  const texts = new Map([
    ["docs/a.md", "# One thing\n"],
    ["b.md", ""],
  ]);
  const document = {
    path: "b.md",
    text: "[x](docs/a.md#one-thing) [y](docs/) [z](docs/b.md) [w](docs/a.md#two) `[v](none)`",
  };
  assert.deepEqual(brokenLinks(document, texts), [
    "b.md:1: 'docs/b.md' leads nowhere",
    "b.md:1: 'docs/a.md#two': no such heading",
  ]);
});

test("a module that nothing names is seen", () => {
  const some = [
    { path: "src/cli/main.ts", text: 'import "../sim/a.ts"; new URL("./worker.ts", base);' },
    { path: "src/sim/a.ts", text: "" },
    { path: "src/cli/worker.ts", text: "" },
    { path: "src/sim/b.ts", text: "" },
  ];
  assert.deepEqual(orphans(some, starts), ["src/sim/b.ts: nothing imports it"]);
});
