import { type Figure, isMet, type Row, type SubjectName, subjectNames, type Target } from "./row";

/**
 * The rows as a table in Markdown: step, the figure of each subject, the difference between ours and bare, the target, and
 * whether it is met. A figure is a median, with the 90th percentile in brackets. A subject that no row has is left out.
 */
export function markdownTable(rows: readonly Row[]): string {
  const subjects = subjectNames.filter(
    (name) => name === "ours" || rows.some(({ figures }) => figures[name]),
  );
  const head = ["step", ...subjects, "difference", "target", "met?"];
  const lines = rows.map((row) => cells(row, subjects));
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function cells(row: Row, subjects: readonly SubjectName[]): string[] {
  const { step, figures, target } = row;
  const { bare, ours } = figures;
  const difference = bare && ours ? signed(ours.value - bare.value, row) : "–";
  const met = isMet(row);
  return [
    step,
    ...subjects.map((name) => figureText(figures[name], row)),
    difference,
    target ? targetText(target, row) : "–",
    met === undefined ? "–" : met ? "yes" : "**no**",
  ];
}

function figureText(figure: Figure | undefined, row: Row): string {
  if (!figure) return "–";
  const text = amount(figure.value, row);
  return figure.p90 === undefined ? text : `${text} (${number(figure.p90, row)})`;
}

function targetText(target: Target, row: Row): string {
  if ("atMost" in target) return `≤ ${amount(target.atMost, row)}`;
  return "overBare" in target ? `bare + ${number(target.overBare, row)}` : `bare × ${target.timesBare}`;
}

function signed(value: number, row: Row): string {
  return value < 0 || Number.isNaN(value) ? amount(value, row) : `+${amount(value, row)}`;
}

function amount(value: number, row: Row): string {
  return `${number(value, row)} ${row.unit}`.trim();
}

function number(value: number, { digits = 0 }: Row): string {
  if (!Number.isFinite(value)) return "?";
  const format = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  } as const;
  return value.toLocaleString("en", format).replace("-", "−");
}
