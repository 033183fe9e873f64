// SPDX-License-Identifier: MIT
/**
 * A learning Ethernet switch (IEEE 802.1D without spanning tree): store and forward, no time in
 * the switch, one broadcast domain. It learns the port of each source address, sends a frame for a
 * known address to that port and every other frame to all ports but its own, in order of the
 * ports.
 *
 * Each port sends into a link with an output queue; the switch itself holds nothing. Frames that
 * arrive at one instant are forwarded in the order of their links' declaration. It knows no VLANs;
 * a loop of switches would carry broadcasts for ever and is refused where addresses are planned.
 */
import { assert, fail } from "../sim/assertion.ts";
import type { Nanoseconds } from "../sim/time.ts";
import type { FrameArena } from "./frame-memory.ts";
import { MacTable } from "./mac-table.ts";
import type { Device, Port } from "./port.ts";

export const DEFAULT_AGEING_NS: Nanoseconds = 300_000_000_000;
const FLOOD = -1;

export class Switch {
  readonly #arena: FrameArena;
  readonly #table: MacTable;
  readonly #ports: Port[] = [];

  constructor(arena: FrameArena, ageingNs: Nanoseconds = DEFAULT_AGEING_NS) {
    this.#arena = arena;
    this.#table = new MacTable(ageingNs);
  }

  /** Adds a port: the switch's end of a link whose outgoing direction has a queue. */
  addPort(port: Port): void {
    const index = this.#ports.push(port) - 1;
    port.attach(new SwitchPort(this, index));
  }

  /** A frame has arrived at a port. */
  forward(timeNs: Nanoseconds, from: number, slot: number, length: number): void {
    const to = this.#destination(timeNs, from, slot);
    if (to === from) {
      this.#arena.release(slot);
      return;
    }
    if (to !== FLOOD) {
      this.#send(timeNs, to, slot, length);
      return;
    }
    for (let port = 0; port < this.#ports.length; port++) {
      if (port !== from) this.#send(timeNs, port, this.#arena.copy(slot, length), length);
    }
    this.#arena.release(slot);
  }

  /** The port for a frame; its own when it is not to be forwarded. Learns on the way. */
  #destination(timeNs: Nanoseconds, from: number, slot: number): number {
    const bytes = this.#arena.view;
    const source = slot + 6;
    if ((bytes[source]! & 1) === 0) {
      this.#table.learn(timeNs, readHigh(bytes, source), readLow(bytes, source), from);
    }
    const high = readHigh(bytes, slot);
    const low = readLow(bytes, slot);
    if ((bytes[slot]! & 1) === 0) return this.#table.lookup(timeNs, high, low);
    // 01:80:c2:00:00:0x belongs to the link (pause, LLDP, spanning tree): never forwarded.
    return high === 0x0180 && (low & 0xffff_fff0) >>> 0 === 0xc200_0000 ? from : FLOOD;
  }

  #send(timeNs: Nanoseconds, port: number, slot: number, length: number): void {
    if (this.#ports[port]!.send(timeNs, slot, length)) {
      fail(`Cannot forward at port ${port}: its link has no queue`);
    }
  }
}

/** What is attached to a link at the switch's end. */
class SwitchPort implements Device {
  readonly #owner: Switch;
  readonly #index: number;

  constructor(owner: Switch, index: number) {
    this.#owner = owner;
    this.#index = index;
  }

  receive(timeNs: Nanoseconds, slot: number, length: number): void {
    this.#owner.forward(timeNs, this.#index, slot, length);
  }

  wake(): void {
    assert(false, "a switch has no transmit ring");
  }

  carrier(): void {}
}

/** The first 16 bits of a MAC address. */
function readHigh(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** The last 32 bits of a MAC address. */
function readLow(bytes: Uint8Array, at: number): number {
  const top = (bytes[at + 2]! << 24) | (bytes[at + 3]! << 16);
  return (top | (bytes[at + 4]! << 8) | bytes[at + 5]!) >>> 0;
}
