import { dirname } from "node:path";
import { circlesOf, type Graph, graphOf } from "./circles";
import { isForTests, type Source } from "./imports";
import { testPackages } from "./rooms";
import type { Room } from "./table/room";

const holds = (path: string, file: string) => file === path || file.startsWith(`${path}/`);

/** The room of a file: the longest path of the table that holds it. */
export function roomOf(rooms: readonly Room[], file: string): Room | undefined {
  return rooms
    .filter(({ path }) => holds(path, file))
    .reduce<Room | undefined>(
      (best, one) => (one.path.length > (best?.path.length ?? 0) ? one : best),
      undefined,
    );
}

/** Every import that its room does not allow, and every file that is in no room, a line each. */
export function violationsOf(sources: readonly Source[], rooms: readonly Room[]): string[] {
  return sources.flatMap((source) => {
    const room = roomOf(rooms, source.path);
    if (!room) return [`${source.path} is in no room`];
    return source.imports
      .filter(
        (one) =>
          !(one.inside ? mayImportFile(rooms, room, source, one.target) : mayUse(room, source, one.target)),
      )
      .map((one) => `${source.path} imports ${one.target}`);
  });
}

function mayImportFile(rooms: readonly Room[], room: Room, source: Source, target: string): boolean {
  if (roomOf(rooms, target) === room) return isForTests(source.path) || !isForTests(target);
  const forTests = isForTests(source.path);
  if (isForTests(target)) return forTests;
  const allowed = forTests ? [...room.may, ...(room.testsMay ?? [])] : room.may;
  // A room that stands inside another one is named by itself.
  return allowed.some(
    (path) => holds(path, target) && (path === target || roomOf(rooms, target)?.path === path),
  );
}

function mayUse(room: Room, source: Source, name: string): boolean {
  return room.packages.includes(name) || (isForTests(source.path) && testPackages.includes(name));
}

/** Deeper than any folder of the project. */
const deepest = 8;

/**
 * The circles of files, and those of folders at each depth: `components/phone` counts with all that is below it, too.
 * Tests count among the files only.
 */
export function circlesIn(sources: readonly Source[]): string[][] {
  const depths = Array.from({ length: deepest }, (_, index) => index + 1);
  const folders = depths.flatMap((depth) => circlesOf(folderGraph(sources, depth)));
  return [...circlesOf(fileGraph(sources)), ...folders];
}

/** Which file imports which. */
export function fileGraph(sources: readonly Source[]): Graph {
  return graphOf([...sources.map(({ path }) => [path, path] as const), ...arrows(sources)]);
}

/** Which folder imports which, tests apart. What is deeper than `depth` counts as its folder of that depth. */
export function folderGraph(sources: readonly Source[], depth = deepest): Graph {
  const folderOf = (path: string) => dirname(path).split("/").slice(0, depth).join("/");
  const products = sources.filter(({ path }) => !isForTests(path));
  return graphOf(
    [...fileGraph(products)].flatMap(([from, targets]) => [
      [folderOf(from), folderOf(from)] as const,
      ...[...targets].map((to) => [folderOf(from), folderOf(to)] as const),
    ]),
  );
}

function arrows(sources: readonly Source[]): (readonly [string, string])[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter((one) => one.inside).map((one) => [path, one.target] as const),
  );
}
