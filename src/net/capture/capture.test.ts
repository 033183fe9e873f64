// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import { EventQueue } from "../../sim/events.ts";
import { type FakeFrame, FakeHost, frameOf } from "../fake-host.ts";
import { FrameArena } from "../frame-memory.ts";
import { DEFAULT_DIRECTION, type DirectionOptions, Link } from "../link.ts";
import { PlainFrameMemory } from "../plain-frame-memory.ts";
import { Capture, type CaptureOptions } from "./capture.ts";

const EPOCH_NS = 1_767_225_600_000_000_000n;

class Collected {
  readonly parts: Uint8Array[] = [];
  append(bytes: Uint8Array): void {
    this.parts.push(bytes.slice());
  }
  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}

interface PacketRecord {
  readonly interface: string;
  /** Virtual time. */
  readonly timeNs: number;
  readonly isOutbound: boolean;
  readonly original: number;
  readonly bytes: Uint8Array;
}

/** Reads a pcapng file by the format's description, and checks its structure. */
function parse(file: Uint8Array): PacketRecord[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const names: string[] = [];
  const packets: PacketRecord[] = [];
  for (let at = 0; at < file.length; ) {
    const type = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    assert.equal(length % 4, 0);
    assert.equal(view.getUint32(at + length - 4, true), length);
    if (at === 0) {
      assert.equal(type, 0x0a0d0d0a);
      assert.equal(view.getUint32(8, true), 0x1a2b3c4d);
    } else if (type === 1) {
      assert.equal(view.getUint16(at + 8, true), 1);
      assert.equal(view.getUint16(at + 16, true), 2);
      const size = view.getUint16(at + 18, true);
      names.push(new TextDecoder().decode(file.subarray(at + 20, at + 20 + size)));
    } else {
      assert.equal(type, 6);
      const stamp =
        (BigInt(view.getUint32(at + 12, true)) << 32n) | BigInt(view.getUint32(at + 16, true));
      const captured = view.getUint32(at + 20, true);
      packets.push({
        interface: names[view.getUint32(at + 8, true)]!,
        timeNs: Number(stamp - EPOCH_NS),
        isOutbound: view.getUint32(at + length - 12, true) === 2,
        original: view.getUint32(at + 24, true),
        bytes: file.slice(at + 28, at + 28 + captured),
      });
    }
    at += length;
  }
  return packets;
}

interface Setting {
  readonly forward?: DirectionOptions;
  readonly reverse?: DirectionOptions;
  readonly fromA: readonly FakeFrame[];
  readonly fromB?: readonly FakeFrame[];
  readonly options?: CaptureOptions;
  readonly runsAhead?: boolean;
  readonly endNs?: number;
  readonly flushEveryNs?: number;
}

async function capture(setting: Setting): Promise<Uint8Array> {
  const queue = new EventQueue();
  const arena = new FrameArena(new PlainFrameMemory(), { mtuMax: 1500, states: 2 });
  const forward = setting.forward ?? DEFAULT_DIRECTION;
  const link = new Link(queue, arena, {
    name: "a-b",
    seed: 1,
    framing: "ethernet",
    forward,
    reverse: setting.reverse ?? forward,
  });
  const sink = new Collected();
  const recorded = new Capture(queue, arena, sink, setting.options ?? {});
  recorded.add("a:eth0", link.from);
  recorded.add("b:eth0", link.to);
  const a = new FakeHost(queue, arena, link.from, setting.fromA, setting.runsAhead);
  const b = new FakeHost(queue, arena, link.to, setting.fromB ?? [], setting.runsAhead);
  queue.seal();
  a.start();
  b.start();
  const endNs = setting.endNs ?? 1_000_000_000;
  const everyNs = setting.flushEveryNs ?? endNs;
  for (let timeNs = everyNs; timeNs < endNs; timeNs += everyNs) {
    await queue.run({ until: timeNs });
    recorded.flush();
  }
  await queue.run({ until: endNs });
  link.close(endNs);
  recorded.close();
  return sink.bytes();
}

function frames(times: readonly number[], length = 60): FakeFrame[] {
  return times.map((timeNs, i) => ({ timeNs, bytes: frameOf("0b", "0a", length, i + 1) }));
}

function summary(file: Uint8Array): [number, string, string][] {
  return parse(file).map(({ timeNs, interface: name, isOutbound }) => [
    timeNs,
    name,
    isOutbound ? "sent" : "received",
  ]);
}

test("the sender's side shows the start, the receiver's the arrival, in order", async () => {
  const file = await capture({ fromA: frames([-5, -5, 3000], 1514), fromB: frames([1000], 60) });
  assert.deepEqual(summary(file), [
    [-5, "a:eth0", "sent"],
    [1000, "b:eth0", "sent"],
    [2672, "a:eth0", "received"],
    [12_299, "a:eth0", "sent"],
    [13_299, "b:eth0", "received"],
    [24_603, "a:eth0", "sent"],
    [25_603, "b:eth0", "received"],
    [37_907, "b:eth0", "received"],
  ]);
  const [first] = parse(file);
  assert.deepEqual(first!.bytes, frameOf("0b", "0a", 1514, 1));
});

test("what arrives comes before what is sent at the same time", async () => {
  const file = await capture({ fromA: frames([0, 1672]), fromB: frames([1672]) });
  assert.deepEqual(summary(file).slice(1, 4), [
    [1672, "b:eth0", "received"],
    [1672, "a:eth0", "sent"],
    [1672, "b:eth0", "sent"],
  ]);
});

test("the order at one time holds across the batches of a long capture", async () => {
  const times = Array.from({ length: 200 }, (_, i) => i * 12_304);
  const fromA = frames(times, 1514);
  const records = summary(await capture({ fromA, fromB: fromA, endNs: 1e9 }));
  assert.equal(records.length, 800);
  const keys = records.map(
    ([timeNs, name, way]) => `${String(timeNs).padStart(9, "0")} ${way} ${name}`,
  );
  assert.deepEqual(
    keys,
    keys.toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test("lost frames stand in the sender's capture only, dropped ones in none", async () => {
  const forward = { ...DEFAULT_DIRECTION, queue: { unit: "packets" as const, count: 1 } };
  const dropped = await capture({ forward, fromA: frames([0, 0, 0, 0]) });
  assert.equal(summary(dropped).length, 4);
  const lost = await capture({
    forward: { ...forward, lossShare: 1 },
    fromA: frames([0, 0, 0, 0]),
  });
  assert.deepEqual(summary(lost), [
    [0, "a:eth0", "sent"],
    [672, "a:eth0", "sent"],
  ]);
});

test("window and snaplen", async () => {
  const options = { fromNs: 100, untilNs: 200, snaplen: 33 };
  const packets = parse(await capture({ fromA: frames([99, 2000], 1514), options }));
  assert.deepEqual(packets, []);
  const inside = parse(await capture({ fromA: frames([100], 1514), options }));
  assert.deepEqual(
    inside.map(({ timeNs, original, bytes }) => [timeNs, original, bytes.length]),
    [[100, 1514, 33]],
  );
});

test("a frame that starts before the end is recorded, one that starts at it is not", async () => {
  const base = { fromA: frames([0, 0], 1514) };
  assert.equal(summary(await capture({ ...base, endNs: 12_304 })).length, 1);
  assert.equal(summary(await capture({ ...base, endNs: 12_305 })).length, 2);
});

const traffic = fc
  .array(fc.record({ gapNs: fc.nat(30_000), length: fc.integer({ min: 14, max: 1518 }) }), {
    minLength: 1,
    maxLength: 200,
  })
  .map((steps) => {
    let timeNs = -50_000;
    return steps.map(({ gapNs, length }, i) => {
      timeNs += gapNs;
      return { timeNs, bytes: frameOf("0b", "0a", length, i) };
    });
  });

test("the file does not depend on how the run was cut up or when it was flushed", async () => {
  await fc.assert(
    fc.asyncProperty(traffic, traffic, fc.constantFrom(1e8, 1e9), async (fromA, fromB, rateBps) => {
      const forward = { ...DEFAULT_DIRECTION, rateBps, lossShare: 0.1 };
      const base = { forward, fromA, fromB, endNs: 2_000_000 };
      const expected = await capture(base);
      assert.deepEqual(await capture({ ...base, runsAhead: true }), expected);
      assert.deepEqual(await capture({ ...base, flushEveryNs: 70_001 }), expected);
      const packets = parse(expected);
      for (const [i, { timeNs }] of packets.entries()) {
        assert.ok(i === 0 || timeNs >= packets[i - 1]!.timeNs);
      }
    }),
    { numRuns: 40 },
  );
});

const hasTshark = spawnSync("tshark", ["--version"]).status === 0;

test("tshark reads names, directions and nanoseconds", { skip: !hasTshark }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "capture-"));
  const path = join(folder, "a-b.pcapng");
  writeFileSync(path, await capture({ fromA: frames([-5, 123_456_789], 61) }));
  const fields = [
    "frame.interface_name",
    "frame.time_epoch",
    "frame.len",
    "frame.packet_flags_direction",
  ];
  const args = ["-r", path, "-T", "fields", ...fields.flatMap((field) => ["-e", field])];
  const rows = execFileSync("tshark", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  rmSync(folder, { recursive: true });
  // The direction is printed in hexadecimal by some versions.
  const cells = rows
    .trim()
    .split("\n")
    .map((row) => row.split("\t"));
  assert.deepEqual(
    cells.map(([name, time, length, direction]) => [name, time, length, String(Number(direction))]),
    [
      ["a:eth0", "1767225599.999999995", "61", "2"],
      ["b:eth0", "1767225600.000001675", "61", "1"],
      ["a:eth0", "1767225600.123456789", "61", "2"],
      ["b:eth0", "1767225600.123458469", "61", "1"],
    ],
  );
});
