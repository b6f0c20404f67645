import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { errorCodes, outcomes, presenceStates, refusals } from "@/lib/contracts";
import { problemCodes } from "@/lib/phone/types";
import en from "./en.json";
import ja from "./ja.json";
import { lastResort } from "./last-resort";

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

/** The names of the values a text takes, such as {name}; plural branches excluded. */
function slots(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? ""))].sort();
}

const english = new Map(leaves(en));
const japanese = new Map(leaves(ja));

describe("messages", () => {
  it("has the same keys in every language", () => {
    expect([...japanese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("has no empty text, and the same slots in every language", () => {
    for (const [key, text] of english) {
      expect(text.trim(), key).not.toBe("");
      expect(japanese.get(key)?.trim(), key).not.toBe("");
      expect(slots(japanese.get(key) ?? ""), key).toEqual(slots(text));
    }
  });

  it.each([["en", en] as const, ["ja", ja] as const])(
    "says the same in the last resort: %s",
    (locale, { pages, app }) => {
      expect(lastResort[locale]).toEqual({
        title: pages.errorTitle,
        lead: pages.errorLead,
        tryAgain: app.tryAgain,
      });
    },
  );

  it("is well-formed ICU in every language", () => {
    for (const [locale, messages] of [["en", en] as const, ["ja", ja] as const]) {
      const errors: string[] = [];
      const t = createTranslator({
        locale,
        messages: { all: messages },
        onError: (error) => errors.push(error.message),
      });
      const values = {
        name: "A",
        count: 2,
        seconds: 2,
        provider: "G",
        password: "p",
        duration: "0:12",
        outcome: "o",
      };
      const rest = {
        key: "1",
        level: "l",
        rtt: 1,
        jitter: 1,
        loss: "1%",
        code: 1,
        number: 1,
        lost: "a",
        now: "b",
      };
      const more = {
        query: "q",
        link: "l",
        date: "d",
        part: "p",
        username: "u",
        what: "w",
        next: "n",
        mode: "m",
        status: "s",
        check: "c",
      };
      const tags = { mono: (chunks: string) => `<${chunks}>` };
      for (const [key, text] of english) {
        const say = text.includes("<") ? t.markup : t;
        say(`all.${key}` as Parameters<typeof t>[0], { ...values, ...rest, ...more, ...tags });
      }
      expect(errors).toEqual([]);
    }
  });

  it("says every code that can arrive", () => {
    const shown = outcomes.filter((outcome) => outcome !== "blocked");
    const wanted = [
      ...errorCodes.map((code) => `errors.${code}`),
      ...problemCodes.flatMap((code) => [`phone.problem.${code}.what`, `phone.problem.${code}.next`]),
      ...refusals.map((refusal) => `phone.refusal.${refusal}`),
      ...[...shown, "answered_elsewhere"].flatMap((outcome) => [
        `phone.outcome.${outcome}`,
        `phone.ended.outgoing.${outcome}`,
        `phone.ended.incoming.${outcome}`,
      ]),
      ...shown.flatMap((outcome) => [`history.outcome.${outcome}`, `history.outcome.incoming.${outcome}`]),
      ...presenceStates.map((state) => `people.presence.${state}`),
    ];
    expect(wanted.filter((key) => !english.has(key))).toEqual([]);
  });
});
