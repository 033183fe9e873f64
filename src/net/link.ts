// SPDX-License-Identifier: MIT
/**
 * A full-duplex point-to-point link: two directions that do not know each other, and a port at
 * each end. What a direction does stands in link-direction.ts; port.ts has an example.
 *
 * Link layers that share a medium are no links; a switch has a link at each of its ports.
 */
import { assert } from "../sim/assertion.ts";
import type { EventQueue } from "../sim/events.ts";
import { randomStream } from "../sim/random.ts";
import type { Nanoseconds } from "../sim/time.ts";
import { formatRate, type QueueSize } from "../sim/units.ts";
import type { FrameArena } from "./frame-memory.ts";
import { ETHERNET_HEADER_BYTES, type Framing, overheadOf, wireBits } from "./framing.ts";
import { type DirectionCounters, LinkDirection } from "./link-direction.ts";
import { RandomLoss } from "./loss.ts";
import type { Device, Port } from "./port.ts";

/** One direction as a user describes it. */
export interface DirectionOptions {
  /** Whole bits per second. */
  readonly rateBps: number;
  /** Propagation delay, one way. */
  readonly delayNs: Nanoseconds;
  /** Share of frames that the wire loses, 0 to 1. */
  readonly lossShare: number;
  /** Drop-tail queue of the link; without it the kernel's queue discipline holds what waits. */
  readonly queue?: QueueSize | undefined;
}

export interface LinkOptions {
  /** Unique; names the streams of chance and orders the hash. */
  readonly name: string;
  readonly seed: number;
  readonly framing: Framing;
  /** From the first endpoint to the second, and back. */
  readonly forward: DirectionOptions;
  readonly reverse: DirectionOptions;
}

export const DEFAULT_DIRECTION: DirectionOptions = {
  rateBps: 1_000_000_000,
  delayNs: 1000,
  lossShare: 0,
};

/** Queue of a direction that leaves a switch, unless the scenario gives one. */
export const DEFAULT_SWITCH_QUEUE: QueueSize = { unit: "packets", count: 1000 };

/**
 * Undefined, or what is wrong with a direction, as a sentence that goes on from its name. An
 * instant link is refused: events of two hosts at one instant must not affect each other.
 */
export function checkDirection(framing: Framing, direction: DirectionOptions): string | undefined {
  const { rateBps, delayNs } = direction;
  const bitsMin = wireBits(overheadOf(framing), ETHERNET_HEADER_BYTES);
  if (delayNs + Math.floor((bitsMin * 1e9) / rateBps) >= 1) return undefined;
  return (
    `has no delay, and at ${formatRate(rateBps)} its shortest frame takes less than 1 ns. ` +
    `Write a delay of at least "1ns".`
  );
}

/** One end of a link. */
export class LinkPort implements Port {
  /** What leaves this end, and what comes to it. */
  readonly outgoing: LinkDirection;
  readonly incoming: LinkDirection;

  constructor(outgoing: LinkDirection, incoming: LinkDirection) {
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  attach(device: Device): void {
    this.outgoing.sender = device;
    this.incoming.receiver = device;
  }

  send(timeNs: Nanoseconds, slot: number, length: number): boolean {
    return this.outgoing.send(timeNs, slot, length);
  }
}

export class Link {
  readonly name: string;
  readonly forward: LinkDirection;
  readonly reverse: LinkDirection;
  /** The ports at the first and at the second endpoint. */
  readonly from: LinkPort;
  readonly to: LinkPort;

  /** Registers its events: the order of making links is part of the order of events. */
  constructor(queue: EventQueue, arena: FrameArena, options: LinkOptions) {
    const direction = (way: "forward" | "reverse"): LinkDirection => {
      const wrong = checkDirection(options.framing, options[way]);
      assert(wrong === undefined, `Cannot make link '${options.name}': it ${wrong}`);
      const { rateBps, delayNs, lossShare, queue: size } = options[way];
      const loss =
        lossShare > 0
          ? new RandomLoss(lossShare, randomStream(options.seed, "loss", options.name, way))
          : undefined;
      const { framing } = options;
      return new LinkDirection(queue, arena, { rateBps, delayNs, framing, queue: size, loss });
    };
    this.name = options.name;
    this.forward = direction("forward");
    this.reverse = direction("reverse");
    this.from = new LinkPort(this.forward, this.reverse);
    this.to = new LinkPort(this.reverse, this.forward);
  }

  /** Counters of frames that started before `timeNs`. */
  counters(timeNs: Nanoseconds): { forward: DirectionCounters; reverse: DirectionCounters } {
    this.forward.settle(timeNs);
    this.reverse.settle(timeNs);
    return { forward: this.forward.counters(), reverse: this.reverse.counters() };
  }

  /** The end of the run at `timeNs`: see LinkDirection.close. */
  close(timeNs: Nanoseconds): void {
    this.forward.close(timeNs);
    this.reverse.close(timeNs);
  }
}
