import "server-only";
import { defaultLocale, type Locale } from "@/lib/i18n/locales";
import { findUnanswered, type UnansweredCall } from "../calls/message";
import { decideMessage } from "../voicemail/decide";
import { messageTwiml } from "./message-twiml";

/** TwiML with which voicemail takes a call that nobody has answered; null: it does not take it (see `decideMessage`). */
export async function takeMessage(
  call: UnansweredCall,
  locale: Locale = defaultLocale,
): Promise<string | null> {
  const decision = await decideMessage(call);
  return decision && messageTwiml(decision, locale);
}

/** The same for the call with that CallSid, if it has ended without an answer. */
export async function takeMessageOf(callSid: string, locale?: Locale): Promise<string | null> {
  const call = await findUnanswered(callSid);
  return call ? takeMessage(call, locale) : null;
}
