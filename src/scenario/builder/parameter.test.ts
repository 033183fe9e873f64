// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { param } from "../api/param.ts";
import { units } from "../api/values.ts";
import { Notes } from "./issue.ts";
import { describe, readValues } from "./parameter.ts";

const parameters = {
  cc: param.choice(["cubic", "bbr"], { help: "congestion control" }),
  ports: param.choice([4, 8]),
  n: param.integer(4, { min: 2, max: 64 }),
  factor: param.number(1.5),
  on: param.flag(),
  note: param.text("a=b"),
  delay: param.duration("1ms"),
  rate: param.rate("5Mbps", { min: "1kbps" }),
  size: param.size("64KiB"),
  loss: param.percent("0%"),
  queue: param.packets(100, { max: 1000 }),
};

test("--set: every kind from its text", () => {
  const notes = new Notes();
  const set = ["cc=bbr", "ports=8", "n=16", "factor=0.5", "on", "note=x=y z", "delay=2 ms"];
  const more = ["rate=1Gbps", "size=1kB", "loss=5%", "queue=20"];
  const values = readValues(parameters, [...set, ...more], notes);
  assert.deepEqual(notes.list, []);
  assert.deepEqual(values, {
    cc: "bbr",
    ports: 8,
    n: 16,
    factor: 0.5,
    on: true,
    note: "x=y z",
    delay: "2 ms",
    rate: "1Gbps",
    size: "1kB",
    loss: "5%",
    queue: "20packets",
  });
});

test("run({ set }): values by name, and defaults for the rest", () => {
  const notes = new Notes();
  const values = readValues(parameters, { n: 3, on: true, queue: "7packets" }, notes);
  assert.deepEqual(notes.list, []);
  assert.deepEqual([values["n"], values["on"], values["queue"]], [3, true, "7packets"]);
  assert.deepEqual([values["cc"], values["note"], values["loss"]], ["cubic", "a=b", "0%"]);
});

test("--help: what may be written, and the defaults", () => {
  const lines = describe(parameters).map((one) => `${one.name}: ${one.values} (${one.default})`);
  assert.deepEqual(lines, [
    "cc: cubic, bbr (cubic)",
    "ports: 4, 8 (4)",
    "n: a whole number, from 2 to 64 (4)",
    "factor: a number (1.5)",
    "on: true, false (false)",
    "note: text (a=b)",
    'delay: a duration, such as "10ms" (1ms)',
    'rate: a rate, such as "5Mbps", from 1kbps (5Mbps)',
    'size: a size, such as "64KiB" (64KiB)',
    'loss: a percentage, such as "5%" (0%)',
    "queue: packets, a whole number, to 1000 (100)",
  ]);
});

test("units: numbers for arithmetic", () => {
  assert.equal(units.seconds("10ms"), 0.01);
  assert.equal(units.bitsPerSecond("5Mbps"), 5e6);
  assert.equal(units.bytes("64KiB"), 65536);
  assert.equal(units.bdp("10Mbps", "40ms"), "50000B");
  assert.throws(() => units.seconds("10" as "10s"), /"10" is not a duration/);
});
