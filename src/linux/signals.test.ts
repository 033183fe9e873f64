// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { constants } from "node:os";
import { describe, it } from "node:test";
import { isFault, parseWaitStatus, signalName, signalNumber } from "./signals.ts";

describe("signals", () => {
  it("has the numbers of Linux", { skip: process.platform !== "linux" && "needs Linux" }, () => {
    for (const [name, number] of Object.entries(constants.signals)) {
      if (["SIGIOT", "SIGPOLL", "SIGUNUSED"].includes(name)) continue;
      assert.equal(signalNumber(name), number);
      assert.equal(signalName(number), name);
    }
  });

  it("knows real-time signals by the names it gives them", () => {
    assert.equal(signalName(40), "SIGRTMIN+6");
    for (let number = 1; number <= 64; number++) {
      assert.equal(signalNumber(signalName(number)), number);
    }
    assert.throws(() => signalNumber("SIGRTMIN+31"), RangeError);
    assert.throws(() => signalNumber("SIGRTMIN+-3"), RangeError);
  });

  it("refuses what is no signal", () => {
    assert.throws(() => signalNumber("SIGFOO"), /"SIGFOO"/);
    assert.throws(() => signalNumber(""), RangeError);
  });

  it("reads wait statuses", () => {
    assert.deepEqual(parseWaitStatus(0), { kind: "exited", status: 0 });
    assert.deepEqual(parseWaitStatus(7 << 8), { kind: "exited", status: 7 });
    assert.deepEqual(parseWaitStatus(11 | 128), { kind: "signaled", signal: 11 });
  });

  it("knows which ones mean a fault", () => {
    assert.deepEqual([6, 11, 4, 8].map(isFault), [true, true, true, true]);
    assert.deepEqual([15, 9, 13, 2].map(isFault), [false, false, false, false]);
  });
});
