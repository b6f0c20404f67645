// `npm run rooms`: how the project hangs together, measured from its imports.
import { fileGraph, folderGraph } from "./check";
import { circlesOf, floorsOf, type Graph } from "./circles";
import { isForTests, readSources } from "./imports";

const sources = readSources().filter(({ path }) => !isForTests(path));

/** The part of a graph between the nodes below `place`. */
function within(graph: Graph, place: string): Graph {
  const inside = (node: string) => node === place || node.startsWith(`${place}/`);
  return new Map(
    [...graph]
      .filter(([from]) => inside(from))
      .map(([from, targets]) => [from, new Set([...targets].filter(inside))]),
  );
}

function figuresOf(graph: Graph): string {
  const arrows = [...graph.values()].reduce((sum, targets) => sum + targets.size, 0);
  const circles = circlesOf(graph).length;
  const floors = circles > 0 ? "–" : Math.max(0, ...floorsOf(graph).values());
  return `${graph.size} / ${floors} / ${arrows} / ${circles}`;
}

const places = ["lib/phone", "lib/gateway", "lib/server", "lib/db", "lib/contracts", "components", "app"];
const rows = places.map((place) => ({
  place,
  "files / floors / arrows / circles": figuresOf(within(fileGraph(sources), place)),
  "folders / floors / arrows / circles": figuresOf(within(folderGraph(sources), place)),
}));
console.table(rows);
