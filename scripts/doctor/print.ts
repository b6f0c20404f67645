import { titles } from "@/lib/doctor/base/titles";
import type { DoctorReport } from "@/lib/doctor/run-checks";

type Result = DoctorReport["checks"][number];

const signs = { ok: "✓", warning: "!", failed: "✗", skipped: "–" } as const;

/** Of the terminal: https://en.wikipedia.org/wiki/ANSI_escape_code#Colors */
const colours = { ok: 32, warning: 33, failed: 31, skipped: 90 } as const;

interface Look {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The report as a table for people: a sign, the check, what was found and, below it, the fix. */
export function tableText(report: DoctorReport, { colour, width }: Look): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const names = report.checks.map(({ id }) => titles[id]);
  const column = Math.max(...names.map((name) => name.length));
  const indent = " ".repeat(column + 6);
  const room = Math.max(40, Math.min(width, 110) - indent.length);
  const rows = report.checks.map((result) => {
    const name = titles[result.id].padEnd(column);
    const [first = "", ...rest] = wrap(printable(result.detail), room);
    const fix = "fix" in result ? wrap(printable(`→ ${result.fix}`), room) : [];
    const lines = [...rest, ...fix].map((line) => `${indent}${line}`);
    const head = `  ${paint(colours[result.status], signs[result.status])} ${name}  ${first}`;
    return [head, ...lines].join("\n");
  });
  return ["", ...rows, "", ...verdict(report).map((line) => `  ${line}`), ""].join("\n");
}

function verdict({ checks, mode }: DoctorReport): string[] {
  const count = (status: Result["status"]) => checks.filter((one) => one.status === status).length;
  const [failed, warnings, skipped] = [count("failed"), count("warning"), count("skipped")];
  const via = mode === null ? [] : [`Calls go through ${mode === "local" ? "the local gateway" : "Twilio"}.`];
  if (failed > 0) {
    return [
      `${plural(failed, "check")} failed. Mend the first one first: later ones may follow from it.`,
      ...via,
    ];
  }
  const rest = [warnings > 0 && plural(warnings, "warning"), skipped > 0 && `${skipped} skipped`];
  const words = rest.filter(Boolean).join(", ");
  return [`Nothing failed${words ? ` (${words})` : ""}.`, ...via];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Text without what a terminal may obey or turn around: some of it comes from other servers. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ");
}

/** Lines of at most `room` characters, broken at spaces. A longer word has a line of its own. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The report as JSON, for programs. */
export function jsonText({ ok, mode, checks }: DoctorReport): string {
  const all = checks.map((result) => ({
    id: result.id,
    title: titles[result.id],
    status: result.status,
    detail: printable(result.detail),
    fix: "fix" in result ? printable(result.fix) : null,
  }));
  return JSON.stringify({ ok, mode, checks: all }, null, 2);
}
