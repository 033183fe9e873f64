// SPDX-License-Identifier: MIT
/** Which frames a wire loses. */
import type { RandomStream } from "../sim/random.ts";
import type { LossModel } from "./port.ts";

/** Loses each frame with the same probability, independently of all others. */
export class RandomLoss implements LossModel {
  readonly #share: number;
  readonly #stream: RandomStream;

  /** `share` between 0 and 1. One number of the stream is drawn for each frame. */
  constructor(share: number, stream: RandomStream) {
    this.#share = share;
    this.#stream = stream;
  }

  isLost(): boolean {
    return this.#stream.unit() < this.#share;
  }
}
