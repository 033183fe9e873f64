// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { param } from "../scenario/api/param.ts";
import { CommandError } from "./exit-status.ts";
import { settings } from "./settings.ts";

const parameters = { verbose: param.flag(), name: param.text("x") };

function refused(word: string, message: RegExp): void {
  assert.throws(
    () => settings([word], parameters),
    (error) => error instanceof CommandError && error.status === 2 && message.test(error.message),
  );
}

test("a key alone sets a flag, and nothing else", () => {
  assert.deepEqual(settings(["verbose", "name=a=b"], parameters), ["verbose=true", "name=a=b"]);
  refused("name", /^--set name: its value is missing\. Write --set name=value\.$/);
});

test("names that every object has are no parameters", () => {
  refused("__proto__=1", /^--set __proto__: no parameter of that name\. Choices: verbose, name\.$/);
  refused("constructor=1", /no parameter of that name/);
});
