import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "./people";

/** The phone's status. Elements are found by role and accessible name, as in all of this file. */
export const phoneStatus = (page: Page): Locator => page.getByRole("status", { name: "Phone", exact: true });

/** Waits until the phone's status begins with `text`. */
export async function expectStatus(page: Page, text: string, timeout?: number): Promise<void> {
  const pattern = new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
  await expect(phoneStatus(page)).toHaveText(pattern, timeout ? { timeout } : {});
}

/** Waits until the phone is ready, in whichever language the page is. */
export async function expectReady(page: Page): Promise<void> {
  const status = page.getByRole("status", { name: /^(Phone|電話の状態)$/ });
  await expect(status).toHaveText(/^(Ready|待機中)/);
}

/** Opens a page of a signed-in person. A click is heard from the moment at which the phone is ready, not before. */
export async function visit({ page }: Person, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await expect(phoneStatus(page)).toHaveText(/^Ready/);
}

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

export const incoming = (page: Page): Locator =>
  page.getByRole("alertdialog", { name: "Incoming call", exact: true });

/** What a level meter shows, from 0 to 1. */
export const levelOf = (meter: Locator): Promise<number> => meter.getAttribute("aria-valuenow").then(Number);

/** Finds `callee` by their username and calls them. */
export async function call(from: Person, callee: Person): Promise<void> {
  await findPerson(from.page, callee);
  await personCallButton(from.page, callee).click();
}

/** Types the person's username in the search box, so that the people of other tests do not matter. */
export async function findPerson(page: Page, person: Person): Promise<void> {
  await page.getByRole("searchbox", { name: "Find people" }).fill(person.username);
  await expect(personCallButton(page, person)).toHaveCount(1);
}

export const personCallButton = (page: Page, person: Person): Locator =>
  button(page, `Call ${person.displayName}`);

/** Waits until both are ready and `from` sees that `to` is here, calls, and waits until the phone of `to` rings. */
export async function ring(from: Person, to: Person): Promise<void> {
  await Promise.all([expectStatus(from.page, "Ready"), expectStatus(to.page, "Ready")]);
  await findPerson(from.page, to);
  // A phone that has just become ready may not have told the server yet.
  const row = from.page.getByRole("listitem").filter({ has: personCallButton(from.page, to) });
  await expect(row).not.toContainText("Away");
  await personCallButton(from.page, to).click();
  await expect(incoming(to.page)).toBeVisible();
}

/** Calls, answers, and waits until both are in the call. */
export async function connect(from: Person, to: Person): Promise<void> {
  await ring(from, to);
  await incoming(to.page).getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([expectStatus(from.page, "In call"), expectStatus(to.page, "In call")]);
}
