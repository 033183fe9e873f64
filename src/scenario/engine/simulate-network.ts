// SPDX-License-Identifier: MIT
/** Makes the network of a plan: links, switches, captures, and the counts and hash at its end. */
import type { NetworkCards } from "../../linux/network-cards.ts";
import { Capture } from "../../net/capture/capture.ts";
import { FrameArena } from "../../net/frame-memory.ts";
import { hashFrames } from "../../net/hash.ts";
import { type DirectionOptions, Link, type LinkPort } from "../../net/link.ts";
import { Switch } from "../../net/switch.ts";
import type { EventQueue } from "../../sim/events.ts";
import type { QueueSize } from "../../sim/units.ts";
import type { Memory } from "../../wasm/engine.ts";
import { WasmFrameMemory } from "../../wasm/wasm-frame-memory.ts";
import type { DirectionPlan, Plan, QueuePlan } from "../plan/plan.ts";
import type { LinkOutcome, Outcome } from "../results/outcome.ts";
import type { SimulationMachine } from "./machine.ts";

export class SimulatedNetwork {
  /** Where frames are, for the hosts' cards. */
  readonly frames: { readonly arena: FrameArena; readonly memory: Memory };
  readonly #plan: Plan;
  readonly #links: readonly Link[];
  readonly #captures: readonly Capture[];
  #endNs = 0;

  constructor(plan: Plan, machine: SimulationMachine, queue: EventQueue) {
    this.#plan = plan;
    const memory = new WasmFrameMemory(machine.framesModule);
    const mtuMax = plan.links.reduce((most, link) => Math.max(most, link.mtu), 1500);
    const arena = new FrameArena(memory, { mtuMax, states: 2 * plan.links.length });
    this.frames = { arena, memory: memory.memory };
    this.#links = plan.links.map(
      (link) =>
        new Link(queue, arena, {
          name: link.name,
          seed: plan.seed,
          framing: link.framing,
          forward: direction(link.forward),
          reverse: direction(link.reverse),
        }),
    );
    for (const { ports } of plan.switches) {
      const made = new Switch(arena);
      for (const { link, end } of ports) made.addPort(this.#port(link, end));
    }
    this.#captures = plan.captures.map((capture) => {
      const sink = { append: (bytes: Uint8Array) => machine.append(capture.file, bytes) };
      const made = new Capture(queue, arena, sink, {
        snaplen: capture.snaplenBytes,
        fromNs: capture.fromNs,
        untilNs: capture.untilNs,
        epochNs: BigInt(plan.epochS) * 1_000_000_000n,
      });
      for (const { name, link, end } of capture.ports) made.add(name, this.#port(link, end));
      return made;
    });
  }

  /** Puts a host's cards on the ends of their links. */
  plug(hostIndex: number, cards: NetworkCards): void {
    for (const [i, { link, end }] of (this.#plan.hosts[hostIndex]?.interfaces ?? []).entries()) {
      cards.plug(i, this.#port(link, end));
    }
  }

  /** Links stop carrying; what starts later does not count. */
  close(timeNs: number): void {
    this.#endNs = timeNs;
    for (const link of this.#links) link.close(timeNs);
    for (const capture of this.#captures) capture.close();
  }

  outcomes(): readonly LinkOutcome[] {
    return this.#links.map((link) => ({ name: link.name, ...link.counters(this.#endNs) }));
  }

  total(): Outcome["frames"] {
    let count = 0;
    let bytes = 0;
    for (const { forward, reverse } of this.outcomes()) {
      count += forward.frames + reverse.frames;
      bytes += forward.bytes + reverse.bytes;
    }
    const { arena } = this.frames;
    const hash = hashFrames(
      this.#links.map(({ name, forward, reverse }) => ({
        name,
        forward: arena.readState(forward.state),
        reverse: arena.readState(reverse.state),
      })),
    );
    return { count, bytes, hash };
  }

  #port(link: number, end: 0 | 1): LinkPort {
    const found = this.#links[link];
    if (found === undefined) throw new RangeError(`no link of number ${link}`);
    return end === 0 ? found.from : found.to;
  }
}

function direction(plan: DirectionPlan): DirectionOptions {
  const { rateBps, delayNs, lossShare, queue } = plan;
  return { rateBps, delayNs, lossShare, queue: queue === undefined ? undefined : size(queue) };
}

function size(queue: QueuePlan): QueueSize {
  return "packets" in queue
    ? { unit: "packets", count: queue.packets }
    : { unit: "bytes", count: queue.bytes };
}
