/** The variables that an example of an environment file sets. */
export function exampleSettings(text: string): string[] {
  return [...text.matchAll(/^([A-Z][A-Z\d_]*)=/gm)].map(([, name = ""]) => name);
}

/** The variables in the first column of the Markdown table whose first column is headed `head`. */
export function tableSettings(text: string, head: string): string[] {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (first < 0) return [];
  const rest = lines.slice(first + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  const rows = rest.slice(0, end < 0 ? undefined : end);
  return rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([A-Z][A-Z\d_]*)`/g)].map(([, name = ""]) => name),
  );
}

/** The variables that the first zod object of a source text reads: its keys. */
export function schemaSettings(source: string): string[] {
  const keys = /\.object\(\{\n([\s\S]*?)\n\s*\}\)/.exec(source)?.[1] ?? "";
  return [...keys.matchAll(/^\s+([A-Z][A-Z\d_]*):/gm)].map(([, name = ""]) => name);
}
