import "server-only";
import { createTranslator } from "use-intl/core";
import type { PushMessage } from "@/lib/contracts";
import { inSentence } from "@/lib/i18n/bidi";
import type { Locale } from "@/lib/i18n/locales";
import { messages } from "@/lib/i18n/messages";

/** Who calls, as the callee may know it. null: an anonymous caller. Without `username`: a guest. */
type PushedCaller = { readonly username: string | null; readonly displayName: string } | null;

/** A call that closed devices are told of. */
export interface PushedCall {
  readonly ref: string;
  readonly caller: PushedCaller;
}

/** The same while it waits for one of them. */
export interface PushedRing extends PushedCall {
  /** The callee has not called, answered or allowed the caller before. Says nothing of an anonymous caller. */
  readonly isNew: boolean;
}

/** Says that a call waits for the device. `until`: milliseconds since the epoch. */
export function ringMessage({ ref, caller, isNew }: PushedRing, until: number, locale: Locale): PushMessage {
  const t = translator(locale);
  return {
    type: "ring",
    ref,
    title: t("calling", { name: nameOf(caller, locale, "begins") }),
    body: joined(usernameOf(caller), caller && isNew ? t("newCaller") : null, t("open")),
    decline: t("decline"),
    until,
    missed: missedTexts(caller, locale),
  };
}

/** Says that the call is over for closed devices: taken, declined or missed. */
export function overMessage({ ref, caller }: PushedCall, missed: boolean, locale: Locale): PushMessage {
  return { type: "over", ref, missed, ...(missed ? missedTexts : takenTexts)(caller, locale) };
}

/** For a browser that shows something for each message: it may stand there for a moment. */
function takenTexts(caller: PushedCaller, locale: Locale) {
  const t = translator(locale);
  return { title: t("taken", { name: nameOf(caller, locale, "ends") }), body: "" };
}

/**
 * Says that somebody has left a message. It takes the place of the notification of the missed call, which has the same tag, and
 * of that message of a push service that was not delivered yet, if it is sent with the same topic.
 */
export function voicemailMessage({ ref, caller }: PushedCall, locale: Locale): PushMessage {
  const t = translator(locale);
  return {
    type: "note",
    tag: ref,
    title: t("message", { name: nameOf(caller, locale, "ends") }),
    body: joined(caller && `@${caller.username}`, t("history")),
    open: "/history",
  };
}

/** One for all messages of a call: a device that was off gets the last of them only (`PushOptions.topic`). */
export function topicOf(ref: string): string {
  return ref.replaceAll("-", "");
}

function missedTexts(caller: PushedCaller, locale: Locale) {
  const t = translator(locale);
  return {
    title: t("missed", { name: nameOf(caller, locale, "ends") }),
    body: joined(usernameOf(caller), t("history")),
  };
}

function usernameOf(caller: PushedCaller): string | null {
  return caller?.username ? `@${caller.username}` : null;
}

/** The name within the sentence that it begins or ends. */
function nameOf(caller: PushedCaller, locale: Locale, place: "begins" | "ends"): string {
  const t = translator(locale);
  if (caller)
    return t(caller.username === null ? "guest" : "person", { name: inSentence(caller.displayName) });
  return t(place === "begins" ? "anonymous" : "anonymousInSentence");
}

function translator(locale: Locale) {
  return createTranslator({ locale, messages: messages[locale], namespace: "push" });
}

function joined(...texts: (string | null)[]): string {
  return texts.filter((text) => text !== null).join(" · ");
}
