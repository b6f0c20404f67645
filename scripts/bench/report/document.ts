const [begin, end] = ["<!-- bench: begin -->", "<!-- bench: end -->"] as const;

/** Puts a run's tables into a document in Markdown, between its two marks. Throws where it has none. */
export function fillDocument(document: string, tables: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place for the figures: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${tables.trim()}\n\n${document.slice(to)}`;
}
