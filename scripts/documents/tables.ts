import { rooms } from "../rooms/rooms";
import type { Room } from "../rooms/table/room";

/** A row of a README's table of rooms: the room, and what the row says that it may import. */
export interface Row {
  readonly room: string;
  readonly may: readonly string[];
}

/**
 * The rows of the table in `text` whose last column is headed "may import". Each names one room of `part` in its first
 * column, and rooms or packages in its last, all between backticks: those of the part by their path within it, others
 * by their whole path, `.ts` left out.
 */
export function rowsOf(text: string, part: string): Row[] {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.startsWith("|") && cellsOf(line).at(-1) === "may import");
  if (head < 0) return [];
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end < 0 ? undefined : end).flatMap((line) => {
    const cells = cellsOf(line);
    const may = namesIn(cells.at(-1) ?? "").map((name) => pathOf(name, part));
    return namesIn(cells[0] ?? "").map((name) => ({ room: pathOf(name, part), may }));
  });
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? "").replace(/\/$/, ""));
}

/** A path that the table of rooms has, or the name of a package as it is. */
function pathOf(name: string, part: string): string {
  const known = rooms.flatMap(({ path, may }) => [path, ...may]);
  const spellings = [`${part}/${name}`, `${part}/${name}.ts`, name, `${name}.ts`];
  return spellings.find((path) => known.includes(path)) ?? name;
}

/** The rooms below the folder of a part. */
export function roomsOf(part: string): Room[] {
  return rooms.filter(({ path }) => path.startsWith(`${part}/`));
}
