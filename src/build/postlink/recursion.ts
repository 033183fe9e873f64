// SPDX-License-Identifier: MIT

/** State of the search for one node that was entered and not yet left. */
interface Visit {
  readonly node: number;
  readonly callees: readonly number[];
  next: number;
}

/**
 * The functions that lie on a cycle of the call graph (Tarjan's strongly connected components,
 * without recursion of our own).
 *
 * @param callees for each function the functions it calls, as indices of this array.
 * @return for each function 1 if it can be entered again before it returned, else 0.
 */
export function recursiveFunctions(callees: readonly (readonly number[])[]): Uint8Array {
  const count = callees.length;
  const recursive = new Uint8Array(count);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const open = new Uint8Array(count);
  const component: number[] = [];
  const path: Visit[] = [];
  let entered = 0;

  const enter = (node: number): void => {
    order[node] = low[node] = entered++;
    open[node] = 1;
    component.push(node);
    path.push({ node, callees: callees[node] ?? [], next: 0 });
  };
  const lower = (node: number, bound: number): void => {
    if (bound < low[node]!) low[node] = bound;
  };
  const leave = ({ node, callees: own }: Visit): void => {
    const caller = path.at(-1);
    if (caller) lower(caller.node, low[node]!);
    if (low[node] !== order[node]) return;
    const members = component.splice(component.lastIndexOf(node));
    for (const member of members) open[member] = 0;
    if (members.length === 1 && !own.includes(node)) return;
    for (const member of members) recursive[member] = 1;
  };

  for (let root = 0; root < count; root++) {
    if (order[root]! >= 0) continue;
    enter(root);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const callee = visit.callees[visit.next++];
      if (callee === undefined) leave(path.pop()!);
      else if (order[callee]! < 0) enter(callee);
      else if (open[callee]) lower(visit.node, order[callee]!);
    }
  }
  return recursive;
}
