import type { Messages } from "next-intl";

/** The parts of the texts that only some pages show. With all of them, half of a page would be texts of others. */
export const pageParts = [
  "auth",
  "diagnostics",
  "guest",
  "guestLinks",
  "history",
  "link",
  "passkeys",
] as const satisfies readonly (keyof Messages)[];

export type PagePart = (typeof pageParts)[number];

const isPagePart = (key: string): boolean => pageParts.some((part) => part === key);

/** The texts that every page brings along. */
export function textsOfEveryPage(messages: Messages): Partial<Messages> {
  return Object.fromEntries(Object.entries(messages).filter(([key]) => !isPagePart(key)));
}

/** The texts that a page brings along besides. */
export function textsOf(messages: Messages, parts: readonly PagePart[]): Partial<Messages> {
  return Object.fromEntries(parts.map((part) => [part, messages[part]]));
}
