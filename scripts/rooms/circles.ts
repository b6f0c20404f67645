/** A directed graph: from each node to those that it leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The graph of `arrows`. An arrow from a node to itself only makes the node known. */
export function graphOf(arrows: Iterable<readonly [string, string]>): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of arrows) {
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    if (from !== to) targets.add(to);
  }
  return graph;
}

/**
 * The circles of a graph: each group of nodes that all lead to each other, by Tarjan's algorithm (SIAM Journal on
 * Computing 1972). None for a graph that can be drawn with every arrow pointing down.
 */
export function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];

  function visit(node: string): void {
    order.set(node, order.size);
    lowest.set(node, order.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) circles.push(group.sort());
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}

/** On which floor each node stands: one above the highest that it leads to, the ground being 1. Throws on a circle. */
export function floorsOf(graph: Graph): Map<string, number> {
  if (circlesOf(graph).length > 0) throw new Error("A graph with a circle has no floors.");
  const floors = new Map<string, number>();
  function floorOf(node: string): number {
    const known = floors.get(node);
    if (known !== undefined) return known;
    const floor = 1 + Math.max(0, ...[...(graph.get(node) ?? [])].map(floorOf));
    floors.set(node, floor);
    return floor;
  }
  for (const node of graph.keys()) floorOf(node);
  return floors;
}
