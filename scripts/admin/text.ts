/** A number with its noun, such as `1 person` and `2 people`. */
export function plural(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** A time to the minute, in UTC; a dash for none. */
export function timeText(time: Date | null): string {
  return time ? `${time.toISOString().slice(0, 16).replace("T", " ")}Z` : "–";
}

/**
 * Lines with columns that stand below each other. The last one is not padded: it has what may be wide, such as a display
 * name.
 */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => visible(cell).padEnd(index === row.length - 1 ? 0 : (widths[index] ?? 0)))
        .join("  "),
    )
    .join("\n");
}

/** The text without characters that would do something to a terminal instead of being seen. */
export function visible(text: string): string {
  return text.replace(/\p{C}/gu, "?");
}

/** For programs: times are ISO 8601 in UTC. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
