import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { errorCodes, outcomes, presenceStates, refusals } from "@/lib/contracts";
import { problemCodes } from "@/lib/phone/model/types";
import { lastResort } from "./last-resort";
import { defaultLocale, locales } from "./locales";
import { messages } from "./messages";

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

/** The names of the tags in a text, such as <mono>. */
function tags(text: string): string[] {
  return [...text.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? "");
}

const original = new Map(leaves(messages[defaultLocale]));

describe.each(locales)("the messages in %s", (locale) => {
  const texts = new Map(leaves(messages[locale]));

  it("have the keys of every other language", () => {
    expect([...texts.keys()].sort()).toEqual([...original.keys()].sort());
  });

  it("are never empty, and have the slots of every other language", () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe("");
      expect(slots(text), key).toEqual(slots(original.get(key) ?? ""));
    }
  });

  it("agree with the texts of the last resort", () => {
    const { pages, app } = messages[locale];
    expect(lastResort[locale]).toEqual({
      title: pages.errorTitle,
      lead: pages.errorLead,
      tryAgain: app.tryAgain,
    });
  });

  it("are well-formed ICU", () => {
    const errors: string[] = [];
    const t = createTranslator({
      locale,
      messages: { all: messages[locale] },
      onError: (error) => errors.push(error.message),
    });
    for (const [key, text] of texts) {
      // A number fits every slot: a plural needs one, and all others print it.
      const values = Object.fromEntries(slots(text).map((slot) => [slot, 2]));
      const markup = Object.fromEntries(tags(text).map((tag) => [tag, (chunks: string) => `<${chunks}>`]));
      const format = text.includes("<") ? t.markup : t;
      format(`all.${key}` as Parameters<typeof t>[0], { ...values, ...markup });
    }
    expect(errors).toEqual([]);
  });
});

describe("the keys of the messages", () => {
  it("include every code that the server or the phone can give", () => {
    const shown = outcomes.filter((outcome) => outcome !== "blocked");
    const wanted = [
      ...errorCodes.map((code) => `errors.${code}`),
      ...problemCodes.flatMap((code) => [`phone.problem.${code}.what`, `phone.problem.${code}.next`]),
      ...refusals.flatMap((refusal) => [`phone.refusal.${refusal}`, `history.refusal.${refusal}`]),
      ...[...shown, "answered_elsewhere"].flatMap((outcome) => [
        `phone.outcome.${outcome}`,
        `phone.ended.outgoing.${outcome}`,
        `phone.ended.incoming.${outcome}`,
      ]),
      ...shown.flatMap((outcome) => [`history.outcome.${outcome}`, `history.outcome.incoming.${outcome}`]),
      ...presenceStates.map((state) => `people.presence.${state}`),
    ];
    expect(wanted.filter((key) => !original.has(key))).toEqual([]);
  });
});
