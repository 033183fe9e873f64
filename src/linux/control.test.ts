// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emitConfigure, emitSignal, emitSignalAll, emitStart, parseReport } from "./control.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const words = (bytes: Uint8Array, count: number): number[] => {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true));
};

describe("control records", () => {
  it("configures with one line for each act", () => {
    const record = emitConfigure(0, ["link lo up", "mtu eth0 1400"]);
    assert.deepEqual(words(record, 2), [1, 0]);
    assert.equal(text(record.subarray(8)), "link lo up\nmtu eth0 1400\n");
  });

  it("starts a program with folder, stdin, arguments and environment", () => {
    const record = emitStart({
      id: 7,
      argv: ["ls", "-l", ""],
      env: ["A=ä"],
      cwd: "/root",
      stdin: "",
      uid: 33,
      gid: 34,
    });
    assert.deepEqual(words(record, 6), [2, 7, 33, 34, 3, 1]);
    assert.equal(text(record.subarray(24)), "/root\0\0ls\0-l\0\0A=ä\0");
  });

  it("signals one and all", () => {
    assert.deepEqual(words(emitSignal(3, 15), 3), [3, 3, 15]);
    assert.deepEqual(words(emitSignalAll(9), 3), [4, 0, 9]);
  });

  it("reads what init reports", () => {
    const report = (...numbers: number[]): Uint8Array =>
      new Uint8Array(new Int32Array(numbers).buffer);
    assert.deepEqual(parseReport(report(1, 0, 0)), { kind: "ready", id: 0 });
    assert.deepEqual(parseReport(report(2, 5, 12)), { kind: "started", id: 5, pid: 12 });
    assert.deepEqual(parseReport(report(3, 5, 139)), { kind: "exited", id: 5, waitStatus: 139 });
    const failed = new Uint8Array([...report(4, 0, 2), ...new TextEncoder().encode("route x")]);
    const expected = { kind: "failed", id: 0, errno: 2, text: "route x" };
    assert.deepEqual(parseReport(failed), expected);
    assert.throws(() => parseReport(report(9, 0, 0)), /kind 9/);
  });
});
