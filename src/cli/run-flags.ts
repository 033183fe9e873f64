// SPDX-License-Identifier: MIT
/** The options of `dce run`, read and checked before anything else is done. */
import { CommandError, EXIT } from "./exit-status.ts";

/** As the command line gives them. */
export interface RunFlags {
  readonly seed?: string;
  readonly until?: string;
  readonly out?: string;
  readonly set: readonly string[];
  readonly pcap?: boolean;
  readonly json?: boolean;
  readonly verify?: boolean;
  readonly stall?: string;
  readonly drain?: string;
  readonly quiet?: boolean;
  readonly help?: boolean;
}

/** The same, checked. */
export interface RunChoices {
  readonly seed: number;
  /** As written, for the command that repeats the run. */
  readonly untilText: string | undefined;
  readonly drainText: string | undefined;
  readonly out: string | undefined;
  /** Parameter to value, as written; the scenario says what it means. */
  readonly set: Readonly<Record<string, string>>;
  readonly pcap: boolean;
  readonly json: boolean;
  readonly verify: boolean;
  /** Wall time without virtual progress after which a run is given up; 0: never. */
  readonly stallNs: number;
  readonly quiet: boolean;
}

/** Nanoseconds of each unit of a duration. */
const unitNs: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
};

/** @throws CommandError (status 2): the text is no duration; `flag` is the option's name */
export function parseDuration(text: string, flag: string): number {
  const found = /^(\d+(?:\.\d+)?|\.\d+) ?(ns|us|ms|s|min|h)$/.exec(text.trim());
  const unit = unitNs[found?.[2] ?? ""];
  // A bare 0 means "none" to everyone who writes `--stall 0`.
  if (/^0+$/.test(text.trim())) return 0;
  if (found === null || unit === undefined) {
    const how = "Write a number and ns, us, ms, s, min or h";
    throw wrong(`${flag} ${JSON.stringify(text)} is not a duration. ${how}, such as "10s".`);
  }
  const ns = Math.round(Number(found[1]) * unit);
  if (ns > Number.MAX_SAFE_INTEGER) {
    throw wrong(`${flag} ${JSON.stringify(text)} is too long: at most 104 days.`);
  }
  return ns;
}

/** @throws CommandError (status 2): an option's value is wrong */
export function parseFlags(flags: RunFlags): RunChoices {
  const seed = Number(flags.seed ?? "1");
  if (!/^\d+$/.test(flags.seed ?? "1") || !Number.isSafeInteger(seed)) {
    const how = "Write a whole number from 0 to 9007199254740991";
    throw wrong(`--seed ${JSON.stringify(flags.seed)} is not a seed. ${how}.`);
  }
  if (flags.until !== undefined) positive(flags.until, "--until");
  if (flags.drain !== undefined) parseDuration(flags.drain, "--drain");
  if (flags.out === "") throw wrong('--out "" names no folder. Write --out DIR.');
  return {
    seed,
    untilText: flags.until,
    drainText: flags.drain,
    out: flags.out,
    set: parseSet(flags.set),
    pcap: flags.pcap === true,
    json: flags.json === true,
    verify: flags.verify === true,
    stallNs: parseDuration(flags.stall ?? "60s", "--stall"),
    quiet: flags.quiet === true,
  };
}

function positive(text: string, flag: string): void {
  const ns = parseDuration(text, flag);
  if (ns > 0) return;
  throw wrong(`${flag} ${JSON.stringify(text)} is no time after the start. Write more than 0.`);
}

/** `key=value`; a key alone is a flag that is set. */
function parseSet(words: readonly string[]): Record<string, string> {
  const pairs = words.map((word) => {
    const at = word.indexOf("=");
    const key = at < 0 ? word : word.slice(0, at);
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) {
      throw wrong(`--set ${JSON.stringify(word)} names no parameter. Write --set key=value.`);
    }
    return [key, at < 0 ? "true" : word.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

function wrong(message: string): CommandError {
  return new CommandError(message, EXIT.wrong);
}
