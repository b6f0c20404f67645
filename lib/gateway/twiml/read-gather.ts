import type { Element } from "@xmldom/xmldom";
import { readPrompt } from "./read-sound";
import { checkForm, warnOfChild } from "./schema";
import { actionOf, children, flag, integer, type Reading, warnOfValue, words } from "./values";
import type { GatherVerb } from "./verbs";

/** Twilio's default, and the longest that a call may last. */
const TIMEOUT = { fallback: 5, min: 1, max: 14_400 };

const NUM_DIGITS = { fallback: undefined, min: 1, max: Number.MAX_SAFE_INTEGER };

/** Reads `<Gather>` and what it says while it waits. Relative URLs are resolved against the document. */
export function readGather(gather: Element, reading: Reading): GatherVerb {
  const { warn } = reading;
  checkForm(gather, warn);
  const inputs = words(gather, "input", ["dtmf", "speech"] as const, ["dtmf"], warn);
  if (inputs.has("speech")) warn("<Gather> input speech is not carried out here");
  return {
    verb: "Gather",
    action: actionOf(gather, reading),
    timeout: integer(gather, "timeout", TIMEOUT, warn),
    numDigits: integer(gather, "numDigits", NUM_DIGITS, warn),
    finishOnKey: readFinishOnKey(gather, reading),
    actionOnEmptyResult: flag(gather, "actionOnEmptyResult", false, warn),
    digits: inputs.has("dtmf"),
    prompts: children(gather).flatMap((child) => {
      const prompts = readPrompt(child, reading);
      if (!prompts) warnOfChild(gather, child, false, warn);
      return prompts ?? [];
    }),
  };
}

/** An empty value means that no key finishes. */
function readFinishOnKey(gather: Element, { warn }: Reading): string {
  const key = gather.getAttribute("finishOnKey")?.trim() ?? "#";
  if (/^[0-9*#]?$/.test(key)) return key;
  warnOfValue(gather, "finishOnKey", "#", warn);
  return "#";
}
