// SPDX-License-Identifier: MIT
/** The declarations as a user meets them: what compiles, what does not, and with which words. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile, root } from "./compiler.ts";
import { wrongLines } from "./messages.ts";

test("inference, the whole of the declarations and the examples compile", () => {
  const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
  assert.ok(examples.length >= 4);
  const files = [
    ...[
      import.meta.resolve("./inference.ts"),
      import.meta.resolve("./spine.ts"),
      import.meta.resolve("./wrong.ts"),
    ].map((address) => fileURLToPath(address)),
    ...examples.map((name) => join(root, "examples", name)),
  ];
  assert.equal(compile("right", {}, files), "");
});

test("each wrong line is refused with the words beside it", () => {
  const lines = wrongLines();
  assert.ok(lines.length >= 57, `${lines.length} wrong lines`);
  for (const { line, written, said } of lines) assert.equal(said, written, `wrong.ts:${line}`);
});

test("schema and declarations cannot drift apart", () => {
  const path = join(root, "src/scenario/builder/schema.ts");
  const schema = readFileSync(path, "utf8").replaceAll(/from "(\.\.?)\//g, (_, up: string) => {
    return `from "${join(root, "src/scenario/builder", up)}/`;
  });
  const changes = {
    same: schema,
    misspelt: schema.replace("delay: duration.optional()", "dealy: duration.optional()"),
    missing: schema.replace("  framing: z.enum(", "  // framing: z.enum("),
    narrower: schema.replace('z.enum(["running", "any"])', 'z.enum(["running"])'),
    wider: schema.replace(
      "forwarding: z.boolean()",
      "forwarding: z.union([z.boolean(), z.string()])",
    ),
  };
  const files = Object.entries(changes).map(([change, text]) => {
    assert.ok(change === "same" || text !== schema, `${change} changes nothing`);
    return [`${change}.ts`, text] as const;
  });
  const output = compile("schema", Object.fromEntries(files), []);
  const reasons = [...output.matchAll(/^(\w+)\.ts\(.*is not assignable to type '"(.*)"'/gm)];
  assert.deepEqual(Object.fromEntries(reasons.map(([, file, why]) => [file, why])), drifts, output);
});

const drifts: Readonly<Record<string, string>> = {
  misspelt: "keys differ",
  missing: "keys differ",
  narrower: "the schema refuses what the type accepts",
  wider: "the schema gives what the type refuses",
};
