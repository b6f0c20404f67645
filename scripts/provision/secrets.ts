const secrets = new Set<string>();

/** From now on this text is in nothing that {@link hideSecrets} returns. */
export function keepSecret(text: string | undefined): void {
  // A text so short is no secret of Twilio's, and hiding it would spoil what is said.
  if (text && text.length >= 16) secrets.add(text);
}

/**
 * The text with each known secret blotted out. Part of it may come from an answer, and a terminal obeys the control
 * characters that are in it, so these become spaces.
 */
export function hideSecrets(text: string): string {
  const hidden = [...secrets].reduce((before, secret) => before.replaceAll(secret, "(hidden)"), text);
  return hidden.replace(/[^\P{Cc}\n]+/gu, " ");
}

/** Says a line of the command's report. */
export function say(line: string): void {
  console.log(hideSecrets(line).replaceAll("\n", " "));
}
