// SPDX-License-Identifier: MIT
/**
 * Where a call stands in the user's module, from the stack of an error. Node runs TypeScript with
 * its lines and columns unchanged, so these are true ones.
 */

export interface Place {
  /** Address of the module: "file:///home/me/exp.ts". */
  readonly module: string;
  readonly line: number;
  readonly column: number;
}

/** `    at build (file:///exp.ts:9:5)`, or without a name and parentheses. */
const frame = /^\s+at (?:.*? \()?((?:[a-z][a-z+.-]*:\/\/|\/).*?):(\d+):(\d+)\)?$/;

function frames(stack: string | undefined): readonly Place[] {
  return (stack ?? "").split("\n").flatMap((line) => {
    const found = frame.exec(line);
    return found === null
      ? []
      : [{ module: found[1] ?? "", line: Number(found[2]), column: Number(found[3]) }];
  });
}

/** The layer's folder, above this file's: frames from it are ours. Its tests count as users. */
const ownFolder = /^(.*\/)[^/]*\/[^/]*$/.exec(frames(new Error().stack)[0]?.module ?? "")?.[1];

function isOwn({ module }: Place): boolean {
  return (
    module.startsWith("node:") ||
    (ownFolder !== undefined && module.startsWith(ownFolder) && !module.includes(".test."))
  );
}

/** The innermost call outside of this layer. */
export function callPlace(): Place | undefined {
  return placeOf(new Error().stack);
}

/** The innermost place of an error's stack outside of this layer. */
export function placeOf(stack: string | undefined): Place | undefined {
  return frames(stack).find((one) => !isOwn(one));
}

/** "exp.ts:9:5" */
export function showPlace(place: Place, show: (module: string) => string): string {
  return `${show(place.module)}:${place.line}:${place.column}`;
}
