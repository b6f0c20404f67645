/**
 * Writes one line to the log.
 * Callers never pass tokens, ICE passwords, SDP or the values of custom parameters.
 *
 * @param about a CallSid, a socket or a part of the gateway
 * @param message what happened
 */
export type Log = (about: string, message: string) => void;

/** A log to standard output, with the time of day. Control characters cannot forge a second line. */
export const consoleLog: Log = (about, message) => {
  const time = new Date().toISOString().slice(11, 23);
  console.log(`${time} ${printable(about)}: ${printable(message)}`);
};

/** A log that writes nothing, for tests and programs that embed the gateway. */
export const silentLog: Log = () => {};

/** `text` with control characters replaced by spaces, cut at 500 characters. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, 500);
}

/** The message of a thrown value, without its stack. */
export function reason(error: unknown): string {
  // Node fails to connect to a name with several addresses in this way; the message itself is empty.
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reason).join(", ");
  return error instanceof Error ? error.message : String(error);
}
