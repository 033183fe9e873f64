// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandError } from "./exit-status.ts";
import { checkLimits, readLimits } from "./limits.ts";

const GIB = 1024 ** 3;

function refusal(act: () => void): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof CommandError);
    assert.equal(error.status, 3);
    return error.message;
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("too many hosts for the kernel's maps, with the line that raises the limit", () => {
  const machine = { mapsMax: 65530, availableBytes: 1000 * GIB };
  checkLimits({ hosts: 1000, programs: 2000 }, machine);
  assert.equal(
    refusal(() => checkLimits({ hosts: 5000, programs: 5000 }, machine)),
    "Cannot run 5000 hosts: they need about 276000 kernel maps, and vm.max_map_count is 65530.\n" +
      "sudo sysctl -w vm.max_map_count=524288",
  );
});

test("too many hosts for the memory", () => {
  const machine = { mapsMax: undefined, availableBytes: GIB };
  checkLimits({ hosts: 100, programs: 100 }, machine);
  assert.match(
    refusal(() => checkLimits({ hosts: 1000, programs: 10 }, machine)),
    /^Cannot run 1000 hosts: they need about 6220 MiB of memory, and 1024 MiB are free\./,
  );
});

test("this machine tells its limits", () => {
  const { mapsMax, availableBytes } = readLimits();
  assert.ok((mapsMax ?? 1000) >= 1000);
  assert.ok((availableBytes ?? GIB) > 1024 * 1024);
});
