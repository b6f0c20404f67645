import type { Control, Row } from "./rows/row";

/** What the arguments ask for. */
export interface Choice {
  /** How many controls are tried at the same time, each in a copy of its own. */
  readonly jobs: number;
  readonly chosen: readonly { readonly row: Row; readonly control: Control }[];
}

/**
 * Reads the arguments: `--jobs N` (2 if it is missing, as a small machine has cores), the numbers of rows, and words that stand in a row or a control. Without numbers and
 * words all controls are chosen. Throws if an argument chooses nothing.
 */
export function choose(rows: readonly Row[], args: readonly string[]): Choice {
  const words: string[] = [];
  let jobs = 2;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--jobs") jobs = Number(args[++index]);
    else words.push(arg);
  }
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error("--jobs needs a number of at least 1");
  const all = rows.flatMap((row) => row.controls.map((control) => ({ row, control })));
  for (const word of words) {
    if (!all.some((one) => matches(one, word))) throw new Error(`No row and no control matches "${word}".`);
  }
  const chosen = words.length === 0 ? all : all.filter((one) => words.some((word) => matches(one, word)));
  return { jobs, chosen };
}

function matches({ row, control }: { row: Row; control: Control }, word: string): boolean {
  if (/^F?\d+$/.test(word)) return row.id === word;
  const text = [row.words, control.off, control.file, control.test].join("\n").toLowerCase();
  return text.includes(word.toLowerCase());
}
