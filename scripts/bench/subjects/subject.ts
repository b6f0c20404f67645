import type { BrowserContext, Locator, Page } from "@playwright/test";
import type { Contexts } from "../browser/launch";
import type { SubjectName } from "../report/row";

/** How long (ms) a page may take until its phone is Ready: at the first visit everything is loaded. */
export const patienceMs = 30_000;

/** Somebody at a subject, in a browser context of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Their page, which is open. */
  readonly page: Page;
  /** The address of the page with the phone. */
  readonly url: string;
}

/** Two people who can call each other. */
export interface Pair {
  readonly caller: Visitor;
  readonly callee: Visitor;
  /** The button in the caller's page that calls the callee. */
  readonly callButton: Locator;
  /** Shows the callee to the caller, as after the caller's page was loaded again. */
  showCallee(): Promise<void>;
}

/** What is measured. Its pages have the same roles and names, so that one bench measures all of them alike. */
export interface Subject {
  readonly name: SubjectName;
  readonly origin: string;
  /** Opens a page whose phone is Ready. */
  visit(browser: Contexts): Promise<Visitor>;
  /** Opens two, and shows the callee to the caller. */
  pair(browser: Contexts): Promise<Pair>;
}
