// SPDX-License-Identifier: MIT
/**
 * Shows builds that run: on a terminal a bar for each with the time left, in a log a line every
 * few seconds. Says nothing until something is built.
 */

/** Where progress is written; standard error has this form. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** One build on the display. */
export interface Row {
  /** Says what it does now; "" for building, with the file that is compiled. */
  note(text: string): void;
  /** Takes the row away without a word. */
  drop(): void;
  /** Ends the row, well or not. `text` stands in place of the duration. */
  done(ok: boolean, text?: string): void;
}

interface State {
  readonly label: string;
  readonly seconds: number;
  readonly startMs: number;
  readonly current: () => string;
  note: string;
}

const barWidth = 11;
const redrawMs = 250;
const lineEveryMs = 5000;

/** Seconds as "14 s" or "2:05". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 100) return `${whole} s`;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Estimated fraction of a build, and how it is written. It never claims to be finished. */
export function describe(elapsed: number, estimate: number, bar: boolean): [string, string] {
  const fraction = Math.min(0.99, elapsed / Math.max(1, estimate));
  const full = Math.floor(fraction * barWidth);
  const blocks = bar ? `${"▓".repeat(full)}${"░".repeat(barWidth - full)}  ` : "";
  const percent = `${blocks}${String(Math.floor(fraction * 100)).padStart(2)} %`;
  const left = estimate - elapsed;
  return [percent, left > 0 ? `${duration(left)} left` : `${duration(elapsed)} so far`];
}

/** The display of one run of builds. */
export class Progress {
  private readonly screen: Screen;
  private readonly rows = new Set<State>();
  private readonly width: number;
  private drawn = 0;
  private timer: NodeJS.Timeout | undefined;

  /** `labels`: of everything that may be shown, to line columns up. */
  constructor(screen: Screen, labels: readonly string[]) {
    this.screen = screen;
    this.width = Math.max(8, ...labels.map((label) => label.length));
  }

  /** Writes a line above the bars. */
  say(text: string): void {
    this.erase();
    this.screen.write(`${text}\n`);
    this.draw();
  }

  /**
   * Starts a row. `seconds`: the estimate, 0 if there is none. `current` tells the file that is
   * being compiled.
   */
  start(label: string, seconds: number, current: () => string): Row {
    const state: State = { label, seconds, startMs: Date.now(), current, note: "" };
    this.rows.add(state);
    this.tick();
    return {
      note: (text) => {
        state.note = text;
      },
      drop: () => {
        this.rows.delete(state);
      },
      done: (ok, text) => {
        this.rows.delete(state);
        const spent = duration((Date.now() - state.startMs) / 1000);
        this.say(`  ${label.padEnd(this.width)}  ${ok ? "✓" : "✗"} ${text ?? spent}`);
      },
    };
  }

  /** Takes the bars away and stops. */
  stop(): void {
    this.erase();
    clearInterval(this.timer);
    this.timer = undefined;
    this.rows.clear();
  }

  private tick(): void {
    this.timer ??= setInterval(
      () => {
        this.erase();
        this.draw();
        if (!this.screen.isTTY) for (const row of this.rows) this.screen.write(this.line(row));
      },
      this.screen.isTTY ? redrawMs : lineEveryMs,
    );
    this.timer.unref();
  }

  private line(state: State): string {
    const elapsed = (Date.now() - state.startMs) / 1000;
    const [percent, left] =
      state.seconds > 0
        ? describe(elapsed, state.seconds, this.screen.isTTY === true)
        : ["", `${duration(elapsed)} so far`];
    const what = state.note || state.current();
    const room = Math.max(10, (this.screen.columns ?? 100) - this.width - 44);
    const shown = what.length > room ? `…${what.slice(1 - room)}` : what.padEnd(room);
    const text = this.screen.isTTY ? shown : what;
    return `  ${state.label.padEnd(this.width)}  ${percent}  ${text}  ${left}\n`;
  }

  private erase(): void {
    if (this.drawn > 0) this.screen.write(`\x1b[${this.drawn}A\x1b[J`);
    this.drawn = 0;
  }

  private draw(): void {
    if (!this.screen.isTTY) return;
    for (const row of this.rows) this.screen.write(this.line(row));
    this.drawn = this.rows.size;
  }
}
