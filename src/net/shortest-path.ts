// SPDX-License-Identifier: MIT
/** Shortest paths to a set of nodes (Dijkstra 1959), by delay and then by number of hops. */

export interface Cost {
  readonly delayNs: number;
  readonly hops: number;
}

/** A way from `node`, over what `via` says, to a node whose cost is known. */
export interface Step<Via> {
  readonly node: number;
  readonly delayNs: number;
  readonly via: Via;
}

export interface Path<Via> {
  readonly cost: Cost;
  /** All first steps of the least cost, in order of being found; empty at a destination. */
  readonly steps: Via[];
}

/** Negative, zero or positive, as for sort. */
export function compareCosts(a: Cost, b: Cost): number {
  return a.delayNs - b.delayNs || a.hops - b.hops;
}

/**
 * The least costs of all nodes from which a destination can be reached. `stepsTo(node)` gives the
 * ways by which others come to a node; none for a node that does not forward. Each step is a hop,
 * so that there is no cycle among least paths even without any delay.
 */
export function findPaths<Via>(
  destinations: ReadonlyMap<number, Cost>,
  stepsTo: (node: number) => Iterable<Step<Via>>,
): Map<number, Path<Via>> {
  const paths = new Map<number, Path<Via>>();
  const settled = new Set<number>();
  const heap: Entry[] = [];
  for (const [node, cost] of destinations) {
    paths.set(node, { cost, steps: [] });
    push(heap, { node, cost });
  }
  for (let entry = pop(heap); entry !== undefined; entry = pop(heap)) {
    if (settled.has(entry.node)) continue;
    settled.add(entry.node);
    for (const { node, delayNs, via } of stepsTo(entry.node)) {
      if (destinations.has(node)) continue;
      const cost = { delayNs: entry.cost.delayNs + delayNs, hops: entry.cost.hops + 1 };
      const known = paths.get(node);
      const order = known === undefined ? -1 : compareCosts(cost, known.cost);
      if (order === 0) known?.steps.push(via);
      if (order >= 0) continue;
      paths.set(node, { cost, steps: [via] });
      push(heap, { node, cost });
    }
  }
  return paths;
}

interface Entry {
  readonly node: number;
  readonly cost: Cost;
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (compareCosts(heap[parent]!.cost, entry.cost) <= 0) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    const right = heap[child + 1];
    if (right !== undefined && compareCosts(right.cost, heap[child]!.cost) < 0) child++;
    if (compareCosts(last.cost, heap[child]!.cost) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
