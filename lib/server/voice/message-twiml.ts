import "server-only";
import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import type { MessageDecision } from "../voicemail/decide";
import { localeQuery } from "./caller-locale";
import { spoken } from "./spoken";

/** How long (s) a silence ends a message. */
const silenceSeconds = 5;

/** TwiML that answers the caller, and asks for a message or says that there is no room for one. */
export function messageTwiml(decision: MessageDecision, locale: Locale): string {
  return decision.kind === "full" ? sayAndHangUp(spoken[locale].full, locale) : recordTwiml(decision, locale);
}

/** TwiML that thanks for a message and ends the call. */
export function thanksTwiml(locale: Locale): string {
  return sayAndHangUp(spoken[locale].thanks, locale);
}

/**
 * The greeting, how to finish, and a tone; then what the caller says is recorded. That it is recorded is always said before.
 *
 * What follows `<Record>` is reached only if the caller said nothing: otherwise its `action` comes instead.
 * https://www.twilio.com/docs/voice/twiml/record
 */
function recordTwiml({ greetingId }: Extract<MessageDecision, { kind: "record" }>, locale: Locale): string {
  const { APP_URL, VOICEMAIL_MAX_SECONDS, VOICEMAIL_TRANSCRIBE } = env();
  const { language, voice, greeting, howTo, nothingHeard } = spoken[locale];
  const response = new VoiceResponse();
  if (greetingId === null) response.say({ language, voice }, greeting);
  else response.play(`${APP_URL}/api/voice/greeting/${greetingId}`);
  response.say({ language, voice }, howTo);
  response.record({
    playBeep: true,
    maxLength: VOICEMAIL_MAX_SECONDS,
    timeout: silenceSeconds,
    finishOnKey: "#",
    trim: "trim-silence",
    action: `${APP_URL}/api/voice/voicemail${localeQuery(locale)}`,
    method: "POST",
    recordingStatusCallback: `${APP_URL}/api/voice/recording`,
    recordingStatusCallbackMethod: "POST",
    recordingStatusCallbackEvent: ["completed", "absent"],
    ...(VOICEMAIL_TRANSCRIBE === "on"
      ? { transcribe: true, transcribeCallback: `${APP_URL}/api/voice/transcription` }
      : {}),
  });
  response.say({ language, voice }, nothingHeard);
  response.hangup();
  return response.toString();
}

function sayAndHangUp(text: string, locale: Locale): string {
  const response = new VoiceResponse();
  const { language, voice } = spoken[locale];
  response.say({ language, voice }, text);
  response.hangup();
  return response.toString();
}
