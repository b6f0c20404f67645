import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Control } from "./rows/row";

/** The source of a file with a control switched off. Throws if its text does not stand exactly once. */
export function mutate(source: string, { file, find, replace }: Control): string {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`${file} has ${count} times, not once: ${find}`);
  return source.replace(find, () => replace);
}

/** Switches a control off in the project at `root`. Returns the function that switches it on again. */
export function switchOff(root: string, control: Control): () => void {
  const path = join(root, control.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, mutate(source, control));
  return () => writeFileSync(path, source);
}
