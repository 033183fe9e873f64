// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { programNote } from "./program-note.ts";

test("iperf3's client: what was received, and what was lost", () => {
  const tcp =
    "[  5]   0.00-10.00  sec  5.60 MBytes  4.70 Mbits/sec    3            sender\n" +
    "[  5]   0.00-10.04  sec  5.55 MBytes  4.64 Mbits/sec                  receiver\n";
  const client = ["iperf3", "-c", "h2"];
  assert.equal(programNote(client, tcp), "4.64 Mbit/s received, 3 retransmissions");
  assert.equal(programNote(["/usr/bin/iperf3", "-s"], tcp), "");
  const udp =
    "[  5]   0.00-10.00  sec  1.25 MBytes  1.05 Mbits/sec  0.000 ms  0/906 (0%)  sender\n" +
    "[  5]   0.00-10.04  sec  1.20 MBytes  1.00 Mbits/sec  0.011 ms  36/906 (4%)  receiver\n";
  assert.equal(programNote(client, udp), "1.00 Mbit/s received, 36 of 906 datagrams lost");
  assert.equal(programNote(client, "iperf3: error - unable to connect"), "");
});

test("ping: how many came back, and when", () => {
  const busybox =
    "3 packets transmitted, 2 packets received, 33% packet loss\n" +
    "round-trip min/avg/max = 2.001/2.010/2.020 ms\n";
  assert.equal(programNote(["ping", "h2"], busybox), "2 of 3 answered, 2.010 ms on average");
  const none = "3 packets transmitted, 0 packets received, 100% packet loss\n";
  assert.equal(programNote(["ping", "h2"], none), "0 of 3 answered");
});
