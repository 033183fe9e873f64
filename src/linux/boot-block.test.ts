// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type BootParameters, emitBootBlock } from "./boot-block.ts";

const parameters: BootParameters = {
  seed: new Uint8Array(32).fill(7),
  hostName: "h1",
  realtimeNs: 1_767_225_600_000_000_000n,
  syscallCostNs: 1000,
  interruptCostNs: 0,
  ports: [
    { mac: new Uint8Array([2, 0, 0, 0, 0, 1]), name: "eth0", mtu: 1500, txRing: 256, rateBps: 5e6 },
  ],
};

describe("boot block", () => {
  it("has the layout that the kernel reads", () => {
    const block = emitBootBlock(parameters);
    const view = new DataView(block.buffer);
    assert.equal(block.length, 128 + 48);
    assert.equal(String.fromCharCode(...block.subarray(0, 4)), "ddce");
    assert.deepEqual([...block.subarray(8, 40)], [...parameters.seed]);
    assert.equal(String.fromCharCode(...block.subarray(40, 43)), "h1\0");
    assert.equal(view.getBigInt64(104, true), parameters.realtimeNs);
    assert.equal(view.getUint32(112, true), 1000);
    assert.equal(view.getUint32(120, true), 1);
    assert.deepEqual([...block.subarray(128, 134)], [2, 0, 0, 0, 0, 1]);
    assert.equal(String.fromCharCode(...block.subarray(136, 141)), "eth0\0");
    assert.equal(view.getUint32(152, true), 1500);
    assert.equal(view.getFloat64(160, true), 5e6);
  });

  it("refuses a name that does not fit and a seed of the wrong length", () => {
    const [port] = parameters.ports;
    assert.ok(port);
    const long = { ...parameters, ports: [{ ...port, name: "sixteencharacter" }] };
    assert.throws(() => emitBootBlock(long), /sixteencharacter/);
    assert.throws(() => emitBootBlock({ ...parameters, seed: new Uint8Array(31) }), /31 bytes/);
  });
});
