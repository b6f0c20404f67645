import { test as base, expect } from "@playwright/test";
import { takeConsoleErrors } from "./console";

/** Playwright's `test`. It closes every context after a test, and an unexpected error in a console fails the test. */
export const test = base.extend<{ cleanPages: undefined }>({
  cleanPages: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
      expect(takeConsoleErrors(), "errors in the browser console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
