import { listAccounts } from "@/lib/server/auth/list-accounts";
import { jsonText, plural, table, timeText } from "./text";
import { expectNothing, nameIn, readNumber, readWords } from "./words";

/** How many people a page has, if no number is given. */
const usual = "50";
const most = 10_000;

export async function list(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, {
    search: { type: "string", default: "" },
    disabled: { type: "boolean", default: false },
    limit: { type: "string", default: usual },
    after: { type: "string" },
    json: { type: "boolean" },
  });
  expectNothing(positionals);
  const { people, more } = await listAccounts({
    search: values.search,
    disabled: values.disabled,
    after: values.after === undefined ? "" : nameIn([values.after]),
    limit: readNumber("limit", values.limit, { from: 1, to: most }),
  });
  const next = (more && people.at(-1)?.username) || null;
  if (values.json) return jsonText({ people, next });
  const rows = people.map((person) => [
    person.username,
    timeText(person.createdAt),
    timeText(person.signedInAt),
    timeText(person.seenAt),
    String(person.sessions),
    person.disabled ? "disabled" : "",
    person.displayName,
  ]);
  return [
    table([["username", "created", "last sign-in", "last seen", "devices", "", "display name"], ...rows]),
    plural(people.length, "person", "people") + (next ? `. More: the same with --after ${next}` : "."),
  ].join("\n");
}
