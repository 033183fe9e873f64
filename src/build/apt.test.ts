// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseUris, sourcesList, versionOfFile } from "./apt.ts";

const hash = `SHA256:${"0".repeat(64)}`;

test("addresses are read from apt's answer, other lines are not", () => {
  const file = "musl_1.2.3.orig.tar.gz";
  const text = `Reading package lists...\n'mirror/m/${file}' ${file} 9 ${hash}\n`;
  assert.deepEqual(parseUris(text), [{ uri: `mirror/m/${file}`, file, hash }]);
});

test("versions are read from file names", () => {
  assert.equal(versionOfFile("musl_1.2.3.orig.tar.gz"), "1.2.3");
  assert.equal(versionOfFile("linux-source-6.12_6.12.9-1%7edeb12u1_all.deb"), "6.12.9-1~deb12u1");
  assert.equal(versionOfFile("iproute2_6.1.0.orig.tar.xz"), "6.1.0");
});

test("releases come from the machine's mirror, suites only from where it has them", () => {
  const machine = [
    { uri: "mirror/debian/", release: "bookworm" },
    { uri: "mirror/security/", release: "bookworm-security" },
  ];
  const places = [
    { source: "musl", release: "bookworm", file: "m" },
    { source: "iperf3", release: "bullseye", file: "i" },
    { source: "iperf3", release: "bullseye", file: "i" },
    { binary: "linux-source", release: "bookworm-security", file: "l" },
    { binary: "other", release: "bullseye-security", file: "o" },
  ];
  assert.equal(
    sourcesList(machine, places, ""),
    "deb mirror/security/ bookworm-security main\n" +
      "deb-src mirror/debian/ bookworm main\n" +
      "deb-src mirror/debian/ bullseye main\n",
  );
});
