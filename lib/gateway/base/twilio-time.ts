/** A time (ms since the epoch) in the form of RFC 2822, as Twilio writes it. */
export function twilioTime(ms: number): string {
  return new Date(ms).toUTCString().replace("GMT", "+0000");
}
