// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { contains, formatAddress, formatNetwork, parseAddress, parsePrefix } from "./ip-address.ts";

test("addresses are read and printed as RFC 5952 says", () => {
  const forms: [string, string][] = [
    ["10.0.255.1", "10.0.255.1"],
    ["FD00:0:0:0A::1", "fd00:0:0:a::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
    ["1:0:0:2:3:0:0:4", "1::2:3:0:0:4"],
    ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ];
  for (const [text, printed] of forms) {
    const address = parseAddress(text);
    assert.equal(address && formatAddress(address), printed, text);
  }
  const wrong = [
    "",
    "1",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "1::2::3",
    "1:2:3:4:5:6:7:8:9",
    "1:2",
    "g::",
    ":::",
    "1:2:3:4:5:6:7::8",
  ];
  for (const text of wrong) assert.equal(parseAddress(text), undefined, text);
  for (const text of ["10.0.0.1", "10.0.0.1/33", "fd00::/129", "10.0.0.1/", "/8"]) {
    assert.equal(parsePrefix(text), undefined, text);
  }
  fc.assert(
    fc.property(fc.oneof(fc.ipV6(), fc.ipV4()), (text) => {
      const address = parseAddress(text)!;
      assert.deepEqual(parseAddress(formatAddress(address)), address);
    }),
  );
  const prefix = parsePrefix("10.1.2.3/20")!;
  assert.equal(formatNetwork(prefix), "10.1.0.0/20");
  assert.ok(contains(prefix, parseAddress("10.1.15.255")!));
  assert.ok(!contains(prefix, parseAddress("10.1.16.0")!));
  assert.ok(!contains(prefix, parseAddress("::1")!));
});
