// SPDX-License-Identifier: MIT
/** `dce run FILE --help`: what a scenario is, and the parameters it declares. */
import { describeParameters, type LoadedScenario } from "../scenario/loading.ts";
import { columns } from "./terminal.ts";

export function scenarioHelp(shown: string, loaded: LoadedScenario): string {
  const about = loaded.description === undefined ? "" : `  ${loaded.description}`;
  const parameters = describeParameters(loaded);
  if (parameters.length === 0) return `${shown}${about}\n  It declares no parameters.\n`;
  const rows = parameters.map((parameter) => [
    `--set ${parameter.name}=…`,
    parameter.values,
    `default ${parameter.default === "" ? "empty" : parameter.default}`,
    parameter.help,
  ]);
  return `${shown}${about}\n${columns(rows, "  ")}\n`;
}
