import type { Page } from "@playwright/test";

const seen = new Map<Page, string[]>();

/** How Firefox says of a socket what Chromium logs as "WebSocket connection to '…' failed". */
const lostSocket =
  /^(?:Firefox can’t establish a connection to the server at|The connection to) (wss?:\/\/\S+?)\.?(?: was interrupted.*)?$/s;

/** Records every error that a page logs or throws, except those that match `expected`. */
export function watchConsole(page: Page, expected: RegExp[] = []): void {
  const errors: string[] = [];
  seen.set(page, errors);
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) errors.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => {
    const lost = lostSocket.exec(error.message)?.[1];
    note(lost ? `WebSocket connection to '${lost}' failed` : `uncaught: ${error.stack ?? error.message}`);
  });
}

/** Returns the errors recorded since the last call, page by page, and forgets them. */
export function takeConsoleErrors(): string[] {
  const errors = [...seen.values()].flat();
  seen.clear();
  return errors;
}
