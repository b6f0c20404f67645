import { type PartName, partNames } from "../arguments";

const [begin, end] = ["<!-- bench: begin -->", "<!-- bench: end -->"] as const;

/** Parts of the bench as Markdown, each under its heading (`headingOf`). */
export type Sections = ReadonlyMap<PartName, string>;

/** The line above the tables of a part, by which a document's tables are told apart. */
export function headingOf(part: PartName): string {
  return `**${part}**`;
}

/** The sections as one text, in the order of the bench. */
export function sectionsText(sections: Sections): string {
  return partNames
    .map((name) => sections.get(name)?.trim())
    .filter((text) => text !== undefined)
    .join("\n\n");
}

/**
 * Puts a run's sections into a document in Markdown, between its two marks, in the place of those of the same parts. The
 * sections of other parts stay, since a run need not measure every part. Throws where the document has no marks.
 */
export function fillDocument(document: string, sections: Sections): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place for the figures: ${begin} … ${end}`);
  const kept = sectionsOf(document.slice(from + begin.length, to));
  const text = sectionsText(new Map([...kept, ...sections]));
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** The sections that stand in a text. What stands before the first one belongs to no part, and is left out. */
function sectionsOf(text: string): Sections {
  const headings = new Map(partNames.map((name) => [headingOf(name), name]));
  const lines = new Map<PartName, string[]>();
  let current: string[] | undefined;
  for (const line of text.split("\n")) {
    const part = headings.get(line.trim());
    if (part !== undefined) {
      current = [];
      lines.set(part, current);
    }
    current?.push(line);
  }
  return new Map([...lines].map(([part, those]) => [part, those.join("\n")]));
}
