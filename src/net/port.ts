// SPDX-License-Identifier: MIT
/**
 * A port is where a device and a link meet. Three operations cross it: `attach` joins the two,
 * `send` goes from the device into the link, `receive` from the link into the device. Whatever is
 * put between a device and a link has the same three: it is a Port for the one and a Device for
 * the other.
 *
 * A frame is a slot of the FrameArena and a length in bytes, without FCS, from the destination
 * address on. Handing it on hands the slot over: the receiver of a call releases it.
 *
 * @example
 * // Two fake devices over a link: `echo` sends back what `probe` sends at 1000 ns.
 * const queue = new EventQueue();
 * const arena = new FrameArena(new PlainFrameMemory(), { mtuMax: 1500, states: 2 });
 * const link = new Link(queue, arena, {
 *   name: "a-b", seed: 1, framing: "ethernet",
 *   forward: DEFAULT_DIRECTION, reverse: DEFAULT_DIRECTION,
 * });
 * link.to.attach({
 *   receive: (timeNs, slot, length) => { link.to.send(timeNs, slot, length); },
 *   wake: () => {},
 *   carrier: () => {},
 * });
 * link.from.attach({
 *   receive: (_timeNs, slot) => { arena.release(slot); },
 *   wake: () => {},
 *   carrier: () => {},
 * });
 * const start = queue.register("action", (timeNs) => {
 *   const slot = arena.allocate();
 *   arena.view.fill(0xff, slot, slot + 60);
 *   arena.memory.hash(slot, 60);
 *   link.from.send(timeNs, slot, 60);
 * });
 * queue.seal();
 * queue.schedule(start, 1000);
 * await queue.run({ until: 1_000_000 });
 */
import type { Nanoseconds } from "../sim/time.ts";

/** What is attached to a port: a host's NIC, a port of a switch. */
export interface Device {
  /**
   * A frame has arrived whole. The slot is the device's from now on. A promise is awaited before
   * the next event.
   */
  receive(timeNs: Nanoseconds, slot: number, length: number): void | Promise<void>;
  /** The transmit ring has room again: follows exactly once after a `send` that returned true. */
  wake(timeNs: Nanoseconds): void | Promise<void>;
  /** The carrier came or went. It is up at first, without a call. */
  carrier(up: boolean): void;
}

export interface Port {
  /** Once, before the queue runs. */
  attach(device: Device): void;
  /**
   * Hands a frame over, whose hash stands before its slot. `timeNs` is the device's own clock:
   * not before the present event, never past the horizon.
   * True: the transmit ring is full now; the device sends nothing more until its `wake`.
   */
  send(timeNs: Nanoseconds, slot: number, length: number): boolean;
}

/** Told about frames of one direction of a link, with the time of that place. Keeps no slot. */
export interface FrameObserver {
  observe(timeNs: Nanoseconds, slot: number, length: number): void;
}

/** Decides about each frame that has started, in order. True: it never arrives. */
export interface LossModel {
  isLost(timeNs: Nanoseconds, slot: number, length: number): boolean;
}
