import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes of a standalone folder what another version's would be for a browser: another build id, and another name for each
 * script and style. Nothing of what an open page knows is there any more.
 */
export function makeAnotherBuild(folder: string): void {
  const next = join(folder, ".next");
  const names = readdirSync(join(next, "static/chunks"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const changed = new Map(names.map((name) => [name, `z${name}`]));
  const buildId = readFileSync(join(next, "BUILD_ID"), "utf8");
  changed.set(buildId, [...buildId].reverse().join(""));
  const known = new RegExp(
    [...changed.keys()].map((name) => name.replace(/[.\\$^*+?()[\]{}|]/g, "\\$&")).join("|"),
    "g",
  );
  const replace = (text: string) => text.replace(known, (name) => changed.get(name) ?? name);
  const entries = readdirSync(next, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const { parentPath, name } of entries) {
    const path = join(parentPath, name);
    // latin1 keeps every byte, also of files that are no text.
    const text = readFileSync(path, "latin1");
    const other = replace(text);
    if (other !== text) writeFileSync(path, other, "latin1");
    if (replace(name) !== name) renameSync(path, join(parentPath, replace(name)));
  }
}
