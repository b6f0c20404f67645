import type { Element } from "@xmldom/xmldom";
import type { Warn } from "./values";

/** What Twilio allows in an element, and how much of it the gateway carries out. */
export interface ElementForm {
  /** The attributes whose values are in the verb. */
  carriedOut: readonly string[];
  /** The attributes that Twilio knows and the gateway does not carry out. They are named in the log. */
  notCarriedOut: readonly string[];
  /** Whether the element may have text of its own. */
  text: boolean;
}

const RECORDING_CALLBACK =
  "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent";

/**
 * The elements that the gateway reads, by name. The attributes are those of Twilio's pages below
 * https://www.twilio.com/docs/voice/twiml and of its helper library.
 */
export const SCHEMA: ReadonlyMap<string, ElementForm> = new Map([
  ["Response", form({})],
  [
    "Dial",
    form({
      carriedOut: `action method timeout timeLimit callerId answerOnBridge sequential hangupOnStar record recordingTrack trim ${RECORDING_CALLBACK}`,
      notCarriedOut: "ringTone callReason events passports referUrl referMethod recordingConfigurationId",
      text: true,
    }),
  ],
  [
    "Client",
    form({
      carriedOut: "url method statusCallback statusCallbackMethod statusCallbackEvent",
      text: true,
    }),
  ],
  ["Identity", form({ text: true })],
  ["Parameter", form({ carriedOut: "name value" })],
  [
    "Conference",
    form({
      carriedOut: `muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants coach participantLabel record trim statusCallback statusCallbackMethod statusCallbackEvent ${RECORDING_CALLBACK}`,
      notCarriedOut: "region jitterBufferSize eventCallbackUrl recordingConfigurationId",
      text: true,
    }),
  ],
  ["Say", form({ carriedOut: "language voice loop", text: true })],
  ["Play", form({ carriedOut: "digits loop", text: true })],
  ["Pause", form({ carriedOut: "length" })],
  [
    "Gather",
    form({
      carriedOut: "input action method timeout numDigits finishOnKey actionOnEmptyResult",
      notCarriedOut:
        "language hints bargeIn debug enhanced maxSpeechTime partialResultCallback partialResultCallbackMethod profanityFilter speechModel speechTimeout",
    }),
  ],
  [
    "Record",
    form({
      carriedOut: `action method timeout maxLength finishOnKey playBeep trim ${RECORDING_CALLBACK}`,
      notCarriedOut: "transcribe transcribeCallback recordingConfigurationId",
    }),
  ],
  ["Start", form({ notCarriedOut: "action method" })],
  ["Stop", form({})],
  [
    "Recording",
    form({
      carriedOut: `channels track trim ${RECORDING_CALLBACK}`,
      notCarriedOut: "name recordingConfigurationId",
    }),
  ],
  ["Redirect", form({ carriedOut: "method", text: true })],
  ["Reject", form({ carriedOut: "reason" })],
  ["Hangup", form({})],
  ["Leave", form({})],
]);

/** `<Recording>` in `<Stop>`. */
export const STOPPED_RECORDING: ElementForm = form({ notCarriedOut: "name" });

function form(written: { carriedOut?: string; notCarriedOut?: string; text?: boolean }): ElementForm {
  const names = (list = "") => list.split(" ").filter(Boolean);
  return {
    carriedOut: names(written.carriedOut),
    notCarriedOut: names(written.notCarriedOut),
    text: written.text ?? false,
  };
}

/**
 * Warns of each attribute that is not carried out or unknown, and of text that has no place in the element. What
 * belongs to XML itself, such as `xmlns`, is passed over.
 *
 * @param schema what the element may have; by default what its name says
 */
export function checkForm(element: Element, warn: Warn, schema = SCHEMA.get(element.tagName)): void {
  if (!schema) return;
  for (const { name } of [...element.attributes]) {
    if (/^(xmlns|xml|xsi)(:|$)/.test(name) || schema.carriedOut.includes(name)) continue;
    if (schema.notCarriedOut.includes(name)) warn(`<${element.tagName}> ${name} is not carried out here`);
    else warn(`<${element.tagName}> has no attribute ${name}, it is skipped (Twilio's warning 12200)`);
  }
  if (!schema.text) warnOfText(element, warn);
}

/** Warns of text between the children of an element. */
export function warnOfText(element: Element, warn: Warn): void {
  const hasText = [...element.childNodes].some(
    (node) =>
      (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) &&
      node.nodeValue?.trim(),
  );
  if (hasText) warn(`<${element.tagName}> has text out of place, it is skipped (Twilio's warning 12200)`);
}

/** Warns of a child that is skipped. `known`: Twilio allows it there, the gateway does not carry it out. */
export function warnOfChild(parent: Element, child: Element, known: boolean, warn: Warn): void {
  if (known) warn(`<${child.tagName}> in <${parent.tagName}> is not carried out here`);
  else warn(`<${parent.tagName}> may not have <${child.tagName}>, it is skipped (Twilio's warning 12200)`);
}
