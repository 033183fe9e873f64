// SPDX-License-Identifier: MIT
/** The command that gives the same bytes again. */
import type { Plan } from "../scenario/plan/plan.ts";
import { command } from "./new.ts";
import type { RunChoices } from "./run-flags.ts";
import { shellWord } from "./terminal.ts";

export function repeatCommand(file: string, plan: Plan, choices: RunChoices): string {
  const set = Object.entries(choices.set).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const words = [
    command(),
    "run",
    file,
    "--seed",
    String(plan.seed),
    ...set,
    ...(choices.untilText === undefined ? [] : ["--until", choices.untilText]),
    ...(choices.drainText === undefined ? [] : ["--drain", choices.drainText]),
    ...(choices.pcap ? ["--pcap"] : []),
  ];
  return words.map(shellWord).join(" ");
}
