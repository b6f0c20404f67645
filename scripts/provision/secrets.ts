const secrets = new Set<string>();

/** From now on this text is in nothing that {@link hideSecrets} returns. */
export function keepSecret(text: string | undefined): void {
  // A text so short is no secret of Twilio's, and hiding it would spoil what is said.
  if (text && text.length >= 16) secrets.add(text);
}

/** The text with each known secret blotted out. */
export function hideSecrets(text: string): string {
  return [...secrets].reduce((before, secret) => before.replaceAll(secret, "(hidden)"), text);
}

/** Says a line of the command's report. */
export function say(line: string): void {
  console.log(hideSecrets(line));
}
