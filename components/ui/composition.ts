import type { KeyboardEvent } from "react";

/**
 * Whether a key belongs to an input method that is composing a text, as for Japanese: Escape then cancels the conversion,
 * Enter confirms it. Safari reports the last of these keys after the composition, with the key code 229.
 */
export function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}

/** Korean is composed letter by letter, and each step is what is meant so far. */
const hangul = /^(?=.*\p{Script=Hangul})[\p{Script=Hangul}\p{Script=Latin}\p{Script=Common}]*$/u;
const latin = /^[\p{Script=Latin}\p{Script=Common}]*$/u;

/**
 * Whether a text under composition already says what its user means. A Japanese or Chinese reading does not, before it is
 * converted. Keyboards of Android compose every word, in Latin letters too.
 */
export function isMeant(text: string): boolean {
  return hangul.test(text) || (latin.test(text) && /Android/.test(navigator.userAgent));
}
