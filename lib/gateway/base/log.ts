/**
 * Writes one line: what it is about (a CallSid, a socket, a part of the gateway) and what happened.
 * Callers never pass tokens, ICE passwords, SDP or the values of custom parameters.
 */
export type Log = (about: string, what: string) => void;

/** A log to standard output, with the time of day; control characters cannot forge a second line. */
export const consoleLog: Log = (about, what) => {
  const time = new Date().toISOString().slice(11, 23);
  console.log(`${time} ${printable(about)}: ${printable(what)}`);
};

/** A log for tests and embedders that want none. */
export const silentLog: Log = () => {};

/** `text` with control characters shown as spaces and cut at 500 characters. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, 500);
}

/** What to say about something thrown: its message, never its stack. */
export function reason(error: unknown): string {
  // Of a connection that was tried under several addresses; its own message is empty.
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reason).join(", ");
  return error instanceof Error ? error.message : String(error);
}
