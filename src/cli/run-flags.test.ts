// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandError } from "./exit-status.ts";
import { parseDuration, parseFlags } from "./run-flags.ts";

test("durations as people write them", () => {
  assert.equal(parseDuration("10s", "--until"), 10e9);
  assert.equal(parseDuration("1.5 ms", "--until"), 1_500_000);
  assert.equal(parseDuration("2h", "--until"), 7200e9);
  assert.equal(parseDuration("250ns", "--until"), 250);
  assert.equal(parseDuration("0", "--stall"), 0);
});

function message(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof CommandError);
    assert.equal(error.status, 2);
    return error.message;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("wrong values say what is valid", () => {
  const seed = "Write a whole number from 0 to 9007199254740991.";
  assert.equal(
    message(() => parseFlags({ set: [], seed: "x" })),
    `--seed "x" is not a seed. ${seed}`,
  );
  assert.match(
    message(() => parseFlags({ set: [], seed: "99999999999999999" })),
    /is not a seed/,
  );
  assert.equal(
    message(() => parseFlags({ set: [], until: "10" })),
    '--until "10" is not a duration. Write a number and ns, us, ms, s, min or h, such as "10s".',
  );
  assert.match(
    message(() => parseFlags({ set: [], until: "0s" })),
    /no time after the start/,
  );
  assert.match(
    message(() => parseFlags({ set: ["=3"] })),
    /names no parameter/,
  );
  assert.match(
    message(() => parseFlags({ set: [], out: "" })),
    /^--out "" names no folder\./,
  );
  assert.match(
    message(() => parseDuration("200000h", "--until")),
    /at most 104 days/,
  );
});

test("defaults and set", () => {
  const choices = parseFlags({ set: ["cc=bbr", "verbose", "text=a=b"] });
  assert.equal(choices.seed, 1);
  assert.equal(choices.stallNs, 60e9);
  assert.deepEqual(choices.set, { cc: "bbr", verbose: "true", text: "a=b" });
});
