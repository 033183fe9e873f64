// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, nearNames, suggestion } from "./near.ts";

test("a typing error, and the words of other tools", () => {
  assert.equal(nearest("dealy", ["rate", "delay"]), "delay");
  assert.equal(nearest("bandwidth", ["rate", "delay"]), "rate");
  assert.equal(nearest("Bandwidth", ["delay"]), undefined);
  assert.equal(nearest("start_time", ["at", "until"]), "at");
  assert.equal(nearest("xyz", ["rate", "delay"]), undefined);
  assert.equal(nearest("at", ["as"]), undefined, "two letters say too little");
});

test("a few near names, or all choices", () => {
  assert.deepEqual(nearNames("iperf4", ["iperf3", "ping", "iperf"]), ["iperf3", "iperf"]);
  assert.equal(suggestion("x", ["a", "b"]), " Choices: a, b.");
  assert.equal(suggestion("x", []), "");
  const many = Array.from({ length: 40 }, (_, i) => `choice${i}`);
  assert.match(suggestion("x", many), /choice29 and 10 more\.$/);
});
