/** The codes between backticks, and the numbers, in the first column of every table of a Markdown text. */
export function firstColumnCodes(text: string): string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.flatMap((row) => {
    // What stands in brackets explains the code: `node_old` (`node`).
    const cell = row.split("|")[1] ?? "";
    return [...cell.matchAll(/`([a-z][a-z\d_]*)`|\b(\d{5})\b/g)].map(
      ([, word, number]) => word ?? number ?? "",
    );
  });
}

/** The text of one section of a Markdown text: from the heading (without its #) to the next of the same level. */
export function sectionOf(text: string, heading: string): string {
  const [, rest = ""] = text.split(`\n## ${heading}\n`);
  return rest.split("\n## ")[0] ?? "";
}

/** The codes of Twilio and of its SDK that a source text handles: five digits, written without a break. */
export function twilioCodes(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  return [...code.matchAll(/(?<![\w.#/-])((?:1[0-3]|2[01]|3\d|53)\d{3})(?![\w.])/g)].map(
    ([, number = ""]) => number,
  );
}
