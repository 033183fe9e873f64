// SPDX-License-Identifier: MIT
/** The words after `--set`, as far as the declared parameters say more than the words do. */
import type { Parameters } from "../scenario/api/param.ts";
import { CommandError, EXIT } from "./exit-status.ts";

/**
 * The words as the scenario reads them, "key=value"; a key alone sets a flag.
 * @throws CommandError (status 2): a key alone that is no flag, or a name that every object has
 */
export function settings(words: readonly string[], parameters: Parameters): readonly string[] {
  return words.map((word) => {
    const name = word.split("=", 1)[0] ?? "";
    if (name in parameters && !Object.hasOwn(parameters, name)) {
      const names = Object.keys(parameters).join(", ");
      const choices = names === "" ? "" : ` Choices: ${names}.`;
      throw wrong(`--set ${name}: no parameter of that name.${choices}`);
    }
    if (word.includes("=")) return word;
    const kind = parameters[name]?.kind;
    if (kind !== undefined && kind !== "flag") {
      throw wrong(`--set ${name}: its value is missing. Write --set ${name}=value.`);
    }
    return `${word}=true`;
  });
}

function wrong(message: string): CommandError {
  return new CommandError(message, EXIT.wrong);
}
