// SPDX-License-Identifier: MIT
/** Results also of a scenario whose `measure` or `check` waits for what never comes. */
import type { Failure } from "../scenario/api/result.ts";
import type { Ended } from "../scenario/environment.ts";
import { type FinishedRun, finishRun, type ResolvedScenario } from "../scenario/loading.ts";

/**
 * As finishRun. When nothing is left that could settle the promise of `measure` or `check`, where
 * Node would end without a word, the results are those without them, and a failure.
 */
export async function finishSettled(
  resolved: ResolvedScenario,
  ended: Ended,
): Promise<FinishedRun> {
  const idle = Promise.withResolvers<undefined>();
  const onIdle = (): void => idle.resolve(undefined);
  process.once("beforeExit", onIdle);
  try {
    const finished = await Promise.race([finishRun(resolved, ended), idle.promise]);
    return finished ?? (await finishRun(...withoutCode(resolved, ended)));
  } finally {
    process.off("beforeExit", onIdle);
  }
}

function withoutCode(resolved: ResolvedScenario, ended: Ended): [ResolvedScenario, Ended] {
  const { definition } = resolved;
  const { outcome } = ended;
  const names = (["measure", "check"] as const).filter((name) => definition[name] !== undefined);
  const failure: Failure = {
    kind: "check",
    atNs: outcome.virtualNs,
    host: undefined,
    message: `${names.join(" or ")}: its promise never settles. Is every \`await\` answered?`,
  };
  return [
    { ...resolved, definition: { ...definition, measure: undefined, check: undefined } },
    { ...ended, outcome: { ...outcome, failures: [...outcome.failures, failure] } },
  ];
}
