// SPDX-License-Identifier: MIT
/**
 * The network cards of one host, between the driver in the kernel
 * (ports/linux/arch/wasm/kernel/nic.c) and the ports of the network. Nothing is allocated for a
 * frame: a bridge module copies it between the kernel's memory and its slot in the frame arena.
 */
import type { FrameArena } from "../net/frame-memory.ts";
import type { Device, Port } from "../net/port.ts";
import type { Nanoseconds } from "../sim/time.ts";
import { type Exports, instantiate, type Memory, type Module } from "../wasm/engine.ts";
import { KERNEL_EPOCH_NS } from "./boundary.ts";
import type { Kernel } from "./kernel.ts";

/** Exports of ports/linux/bridge/nic.wat. */
interface NicBridge {
  /** Kernel address, slot, length: copies and hashes a frame that leaves. */
  out(frame: number, slot: number, length: number): void;
  /** Delivers a frame; what the interrupt answers. */
  rx(now: number, port: number, slot: number, length: number): number;
}

export class NetworkCards {
  readonly #kernel: Kernel;
  readonly #arena: FrameArena;
  readonly #ports: (Port | undefined)[];
  #bridge: NicBridge | undefined;
  /** Kernel time of the last frame that left; negative infinity: none. */
  #lastSentNs = Number.NEGATIVE_INFINITY;

  constructor(kernel: Kernel, arena: FrameArena, count: number) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#ports = Array.from({ length: count }, () => undefined);
  }

  /** Once the kernel's instance exists. */
  attachKernel(bridge: Module, kernel: Exports, arenaMemory: Memory): void {
    const { rx_begin, rx_end } = kernel;
    this.#bridge = instantiate(bridge, {
      k: { memory: this.#kernel.memory.memory, rx_begin, rx_end },
      a: { memory: arenaMemory },
    }) as unknown as NicBridge;
  }

  /** Puts the card of this number on a port of the network. */
  plug(number: number, port: Port): void {
    this.#ports[number] = port;
    port.attach(new NetworkCard(this, number));
  }

  /** When a frame last left the host; negative infinity: never. */
  get lastSentNs(): Nanoseconds {
    return this.#lastSentNs - KERNEL_EPOCH_NS;
  }

  /** Imports of the boundary, under their C names. */
  imports(): Record<string, unknown> {
    return {
      net_xmit: (port: number, frame: number, length: number, now: number): number => {
        this.#lastSentNs = now;
        const slot = this.#arena.allocate();
        this.#bridge?.out(frame, slot, length);
        const full = this.#ports[port]?.send(now - KERNEL_EPOCH_NS, slot, length) ?? false;
        return full ? 1 : 0;
      },
    };
  }

  receive(
    number: number,
    timeNs: Nanoseconds,
    slot: number,
    length: number,
  ): Promise<void> | undefined {
    const kernel = this.#kernel;
    let answer = 0;
    if (!kernel.dead && this.#bridge !== undefined) {
      kernel.enter();
      try {
        answer = this.#bridge.rx(timeNs + KERNEL_EPOCH_NS, number, slot, length);
      } catch (error) {
        kernel.failed(error);
      }
    }
    this.#arena.release(slot);
    return kernel.interrupted(answer);
  }

  wake(number: number, timeNs: Nanoseconds): Promise<void> | undefined {
    return this.#kernel.txWake(timeNs, number);
  }

  carrier(number: number, up: boolean): void {
    void this.#kernel.linkChange(number, up);
  }
}

/** One card, as a port sees it. */
class NetworkCard implements Device {
  readonly #cards: NetworkCards;
  readonly #number: number;

  constructor(cards: NetworkCards, number: number) {
    this.#cards = cards;
    this.#number = number;
  }

  receive(timeNs: Nanoseconds, slot: number, length: number): Promise<void> | undefined {
    return this.#cards.receive(this.#number, timeNs, slot, length);
  }

  wake(timeNs: Nanoseconds): Promise<void> | undefined {
    return this.#cards.wake(this.#number, timeNs);
  }

  carrier(up: boolean): void {
    this.#cards.carrier(this.#number, up);
  }
}
