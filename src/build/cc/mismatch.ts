// SPDX-License-Identifier: MIT
/**
 * wasm-ld's "function signature mismatch" warnings. A call through the wrong type is a trap in
 * wasm, so such a link fails, with one exception: a test of a configure script declares any
 * function as `char f();` and calls it without arguments, only to see whether it links.
 */

export interface Mismatch {
  readonly name: string;
  /** The types as wasm-ld writes them, `(i32, i32) -> i32`, and the objects that have them. */
  readonly sides: readonly { readonly type: string; readonly object: string }[];
}

const head = /^.*warning: function signature mismatch: (.*)$/;
const side = /^>>> defined as (.*) in (.*)$/;

/** The mismatches in wasm-ld's messages, and the other lines. */
export function parseMismatches(messages: string): {
  readonly mismatches: readonly Mismatch[];
  readonly rest: readonly string[];
} {
  const mismatches: { name: string; sides: { type: string; object: string }[] }[] = [];
  const rest: string[] = [];
  for (const line of messages.split("\n")) {
    const name = head.exec(line)?.[1];
    const [, type, object] = side.exec(line) ?? [];
    const current = mismatches.at(-1);
    if (name !== undefined) mismatches.push({ name, sides: [] });
    else if (type !== undefined && object !== undefined && current) {
      current.sides.push({ type, object });
    } else if (line !== "") rest.push(line);
  }
  return { mismatches, rest };
}

/** Whether one side may come of `char f();` and a call without arguments. */
export function isProbe(mismatch: Mismatch): boolean {
  return mismatch.sides.some(({ type }) => type === "() -> i32");
}

/** What the user reads: the words of a linker's message. */
export function describeMismatch(mismatch: Mismatch): string {
  const kind = isProbe(mismatch) ? "warning" : "error";
  const lines = mismatch.sides.map(({ type, object }) => `>>> ${type} in ${object}`);
  return [
    `dce-ld: ${kind}: '${mismatch.name}' is declared with one type and defined with another;` +
      " in WebAssembly a call through the wrong type ends the program",
    ...lines,
  ].join("\n");
}
