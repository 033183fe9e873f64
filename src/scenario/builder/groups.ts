// SPDX-License-Identifier: MIT
/** Lists with `first`, `last` and `get`, as `net.hosts` and `net.chain` return them. */
import type { Group } from "../api/host.ts";

/** @param what names the list in the error: "net.hosts" */
export function group<T>(list: readonly T[], what: string): readonly T[] & Group<T> {
  const [first] = list;
  const last = list.at(-1);
  const all = [...list] as T[] & Group<T>;
  const get = (index: number): T => {
    const one = list[index];
    if (one !== undefined) return one;
    const range = list.length === 1 ? "only number 0" : `numbers 0 to ${list.length - 1}`;
    throw new RangeError(`${what} has ${range}, not ${String(index)}`);
  };
  // Not enumerable, so that printing and comparing show the list alone.
  Object.defineProperties(all, {
    first: { value: first },
    last: { value: last },
    get: { value: get },
  });
  return all;
}
