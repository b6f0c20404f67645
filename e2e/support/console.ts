import type { Page } from "@playwright/test";

const seen = new Map<Page, string[]>();

/** Notes every error a page writes or throws, other than those a test says it brings about. */
export function watchConsole(page: Page, expected: RegExp[] = []): void {
  const errors: string[] = [];
  seen.set(page, errors);
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) errors.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(`uncaught: ${error.stack ?? error.message}`));
}

/** Hands over the errors noted since the last call, page by page. */
export function takeConsoleErrors(): string[] {
  const errors = [...seen.values()].flat();
  seen.clear();
  return errors;
}
