// SPDX-License-Identifier: MIT
/**
 * Where a run is: in a terminal one line that is rewritten, in a log a line every few seconds, on
 * standard error in both.
 */
import type { Whereabouts } from "./shared-block.ts";
import { bar, coloursOf, cut, showClock, showSeconds, type TextStream } from "./terminal.ts";

const BAR_CELLS = 16;
const TERMINAL_MS = 100;
const LOG_MS = 5000;
/** A run that is over before says nothing of its progress. */
const FIRST_MS = 300;

export class RunProgress {
  readonly #stream: TextStream;
  readonly #endNs: number | undefined;
  readonly #started: number;
  #shown = 0;
  #drawn = false;

  /** @param endNs virtual time of the end, if the scenario gives one */
  constructor(stream: TextStream, endNs: number | undefined, nowMs: number) {
    this.#stream = stream;
    this.#endNs = endNs;
    this.#started = nowMs;
    this.#shown = nowMs - this.#interval + (this.#terminal ? FIRST_MS : LOG_MS);
  }

  get #terminal(): boolean {
    return this.#stream.isTTY === true;
  }

  get #interval(): number {
    return this.#terminal ? TERMINAL_MS : LOG_MS;
  }

  /** Shows it when it is time to; called often. */
  update(where: Whereabouts, nowMs: number): void {
    if (nowMs - this.#shown < this.#interval) return;
    this.#shown = nowMs;
    const line = this.#line(where, nowMs);
    if (!this.#terminal) {
      this.#stream.write(`${line}\n`);
      return;
    }
    this.#drawn = true;
    const width = Math.max(20, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(`\r\u001b[K${coloursOf(this.#stream).cyan(cut(line, width))}`);
  }

  /** Removes the line from the terminal. */
  clear(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[K");
    this.#drawn = false;
  }

  #line(where: Whereabouts, nowMs: number): string {
    const wallS = (nowMs - this.#started) / 1000;
    if (where.virtualNs <= 0) return `  hosts boot, ${showClock(wallS)}`;
    const factor = showFactor(where.virtualNs / 1e9 / Math.max(wallS, 0.001));
    const time = showSeconds(where.virtualNs);
    if (this.#endNs === undefined) return `  ${time}  ${factor} × real time`;
    const share = where.virtualNs / this.#endNs;
    const leftS = (wallS / share) * (1 - share);
    const left = share < 1 ? `  ${showClock(leftS)} left` : "";
    return `  ${time} ${bar(share, BAR_CELLS)} ${factor} × real time${left}`;
  }
}

/** Two significant digits: "41", "0.35", "1200". */
export function showFactor(factor: number): string {
  if (!Number.isFinite(factor) || factor <= 0) return "0";
  return String(Number(factor.toPrecision(2)));
}
