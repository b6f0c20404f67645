import { readAudit } from "@/lib/server/operator/audit";
import { jsonText, table, timeText } from "./text";
import { expectNothing, readNumber, readWords } from "./words";

export async function log(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, {
    last: { type: "string", default: "20" },
    json: { type: "boolean" },
  });
  expectNothing(positionals);
  const lines = await readAudit(readNumber("last", values.last, { from: 1, to: 100_000 }));
  if (values.json) return jsonText(lines);
  if (lines.length === 0) return "Nothing was done yet.";
  return table(
    lines.map(({ at, actor, action, subject, details }) => [
      timeText(at),
      actor,
      action,
      subject ?? "",
      details ?? "",
    ]),
  );
}
