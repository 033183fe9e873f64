// SPDX-License-Identifier: MIT
/**
 * Parameters: what a scenario lets `--set key=value` and `run(…, { set })` change. The first
 * argument is the default and fixes the type that `build` receives. `dce run FILE --help` lists
 * them with type, default, range and help text; a wrong one is refused with the valid choices
 * before anything starts.
 */
import { makeParameter } from "../builder/parameter.ts";
import type { Duration, Percent, QueueSize, Rate, Size } from "./values.ts";

export interface Parameter<T> {
  readonly kind:
    | "choice"
    | "integer"
    | "number"
    | "flag"
    | "text"
    | "duration"
    | "rate"
    | "size"
    | "percent"
    | "packets";
  readonly default: T;
  readonly help?: string | undefined;
}

export interface About {
  /** One line for `--help`. */
  help?: string | undefined;
}

export interface Between<T> extends About {
  /** Smallest value allowed. */
  min?: T | undefined;
  /** Largest value allowed. */
  max?: T | undefined;
}

export const param: {
  /**
   * One of a list; the first is the default. `param.choice(["cubic", "bbr"])` gives "cubic" |
   * "bbr".
   */
  choice<const T extends string | number>(
    choices: readonly [T, ...T[]],
    about?: About,
  ): Parameter<T>;
  integer(standard: number, about?: Between<number>): Parameter<number>;
  number(standard: number, about?: Between<number>): Parameter<number>;
  /** `--set trace` and `--set trace=true` set it. */
  flag(standard?: boolean, about?: About): Parameter<boolean>;
  text(standard: string, about?: About): Parameter<string>;
  duration(standard: Duration, about?: Between<Duration>): Parameter<Duration>;
  rate(standard: Rate, about?: Between<Rate>): Parameter<Rate>;
  size(standard: Size, about?: Between<Size>): Parameter<Size>;
  percent(standard: Percent, about?: Between<Percent>): Parameter<Percent>;
  /** A queue counted in packets: `--set queue=20` means "20packets". */
  packets(standard: number, about?: Between<number>): Parameter<QueueSize>;
} = {
  choice: (choices, about) => makeParameter("choice", choices, about),
  integer: (standard, about) => makeParameter("integer", standard, about),
  number: (standard, about) => makeParameter("number", standard, about),
  flag: (standard = false, about) => makeParameter("flag", standard, about),
  text: (standard, about) => makeParameter("text", standard, about),
  duration: (standard, about) => makeParameter("duration", standard, about),
  rate: (standard, about) => makeParameter("rate", standard, about),
  size: (standard, about) => makeParameter("size", standard, about),
  percent: (standard, about) => makeParameter("percent", standard, about),
  packets: (standard, about) => makeParameter("packets", standard, about),
};

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What `build` receives. */
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
} & {};
