// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  formatDuration,
  formatPercent,
  formatQueueSize,
  formatRate,
  formatSize,
  parseDrift,
  parseDuration,
  parsePercent,
  parseQueueSize,
  parseRate,
  parseSize,
} from "./units.ts";

test("durations are exact whole nanoseconds", () => {
  const cases: [string, number][] = [
    ["0.1us", 100],
    ["1e-7s", 100],
    ["1e-7 s", 100],
    ["1.5ms", 1_500_000],
    ["0ns", 0],
    ["0e99s", 0],
    ["2min", 120_000_000_000],
    ["1h", 3_600_000_000_000],
    ["0.000000001s", 1],
    ["123456.789012345s", 123_456_789_012_345],
    ["9007199254740991ns", 9_007_199_254_740_991],
    ["1e3ns", 1000],
    ["1e+3ns", 1000],
    ["100e-2ns", 1],
  ];
  for (const [text, durationNs] of cases) assert.equal(parseDuration(text), durationNs, text);
});

test("what is no duration is told in a sentence", () => {
  for (const text of [
    "10",
    "",
    "ms",
    "10 sec",
    "10  ms",
    " 10ms",
    "10ms ",
    "1,5ms",
    ".5s",
    "5.s",
  ]) {
    assert.match(String(parseDuration(text)), /^is not a duration\. Write a number/, text);
  }
  for (const text of ["NaNs", "Infinitys", "0x1s", "1e999999999999", "5Ms", "5 MS", "toString"]) {
    assert.match(String(parseDuration(text)), /^is not a duration/, text);
  }
  for (const text of ["0.1ns", "1e-10s", "1e-999999999s", "1.0000000001s"]) {
    assert.match(String(parseDuration(text)), /^is finer than a nanosecond/, text);
  }
  for (const text of ["9007199254740992ns", "2502h", "1e999999999s", "1e30s"]) {
    assert.match(String(parseDuration(text)), /^is longer than 104 days/, text);
  }
  assert.equal(parseDuration("-1s"), "is negative, which is not allowed here.");
  assert.equal(parseDuration("-1.5s", { negative: true }), -1_500_000_000);
});

test("rates, sizes, queues, percentages and drifts", () => {
  assert.equal(parseRate("5Mbps"), 5_000_000);
  assert.equal(parseRate("1.5 Gbps"), 1_500_000_000);
  assert.equal(
    parseRate("5 MBit"),
    'is not a rate. Write a number and bps, kbps, Mbps or Gbps, such as "5Mbps".',
  );
  assert.match(String(parseRate("0bps")), /nothing is ever sent/);
  assert.match(String(parseRate("0.5bps")), /whole number of bits/);
  assert.match(String(parseRate("1e30Gbps")), /highest rate/);
  assert.match(String(parseRate("-1Mbps")), /negative/);
  assert.equal(parseSize("64KiB"), 65_536);
  assert.equal(parseSize("1.5kB"), 1500);
  assert.match(String(parseSize("0.5B")), /whole number of bytes/);
  assert.match(String(parseSize("1K")), /^is not a size/);
  assert.deepEqual(parseQueueSize("100packets"), { unit: "packets", count: 100 });
  assert.deepEqual(parseQueueSize("64 KiB"), { unit: "bytes", count: 65_536 });
  assert.match(JSON.stringify(parseQueueSize("100")), /^"is not a length of a queue/);
  assert.match(JSON.stringify(parseQueueSize("1.5packets")), /whole number of packets/);
  assert.equal(parsePercent("5%"), 0.05);
  assert.equal(parsePercent("0.1%"), 0.001);
  assert.equal(parsePercent("100%"), 1);
  assert.match(String(parsePercent("100.1%")), /more than "100%"/);
  assert.match(String(parsePercent("0.05")), /^is not a percentage/);
  assert.equal(parseDrift("-20ppm"), -20);
  assert.match(String(parseDrift("20")), /^is not a drift/);
});

test("a format reads back as its value", () => {
  const whole = fc.oneof(fc.nat(), fc.maxSafeInteger().map(Math.abs));
  fc.assert(
    fc.property(whole, (value) => {
      assert.equal(parseDuration(formatDuration(value)), value);
      assert.equal(parseSize(formatSize(value)), value);
      const rateBps = (value % 1_000_000_000_000_000) + 1;
      assert.equal(parseRate(formatRate(rateBps)), rateBps);
    }),
  );
  assert.equal(formatDuration(1_500_000), "1.5ms");
  assert.equal(formatDuration(90_000_000_000), "90s");
  assert.equal(formatDuration(-100), "-100ns");
  assert.equal(formatRate(5_000_000), "5Mbps");
  assert.equal(formatQueueSize({ unit: "packets", count: 100 }), "100packets");
  assert.equal(formatQueueSize({ unit: "bytes", count: 65_536 }), "64KiB");
  assert.equal(formatPercent(0.05), "5%");
  assert.equal(formatPercent(0.07), "7%");
});
