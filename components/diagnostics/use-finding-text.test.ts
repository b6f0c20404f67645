import { expect, it } from "vitest";
import { findingCodes } from "@/lib/phone/diagnostics/checks";
import { problemCodes } from "@/lib/phone/model/types";
import { hasOwnAdvice } from "./use-finding-text";

const texts = {
  en: (await import("@/lib/i18n/en.json")).default,
  ja: (await import("@/lib/i18n/ja.json")).default,
};
/** Words that make no sense on the page of the checks, where there is no call. */
const circular = {
  en: /Diagnostics|keep trying|comes back|call again/,
  ja: /診断を実行して(?!ください)|診断を実行するか|自動的に|おかけ|発信/,
};
/** Codes that only a call can end with, and no check. */
const ofCalls = ["answer_timeout"];

it.each(["en", "ja"] as const)("gives no advice that leads back to Diagnostics: %s", (locale) => {
  const { phone, diagnostics } = texts[locale];
  for (const code of problemCodes.filter((one) => !ofCalls.includes(one) && one !== "signed_out")) {
    const next = hasOwnAdvice(code) ? diagnostics.next[code] : phone.problem[code].next;
    expect(next, code).not.toMatch(circular[locale]);
  }
});

it("has a text for every finding of the phone that is not a problem code", () => {
  const known = new Set<string>([...problemCodes, ...Object.keys(texts.en.diagnostics.finding)]);
  expect(findingCodes.filter((code) => !known.has(code))).toEqual([]);
});
