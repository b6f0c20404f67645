/** Twilio's limit for an identity (https://www.twilio.com/docs/voice/twiml/client). */
const MAX_LENGTH = 121;

/**
 * What an identity must not contain. The SDK says of 31105 (its `errors/generated.ts`): "Client name should not contain control, space,
 * delims, or unwise characters". These are the classes of RFC 2396, 2.4.3: the delims are `<`, `>`, `#`, `%` and `"`, the unwise ones
 * `{`, `}`, `|`, `\`, `^`, `[`, `]` and the backtick. Half of a surrogate pair is no character at all.
 */
const FORBIDDEN = /[\p{Cc}\p{Z}\p{Cs}<>#%"{}|\\^[\]`]/u;

/** Whether Twilio takes `text` as the identity of a client. All else that a URL allows is allowed, such as `-`, `.`, `@` and `+`. */
export function isIdentity(text: string): boolean {
  const length = [...text].length;
  return length >= 1 && length <= MAX_LENGTH && !FORBIDDEN.test(text);
}
