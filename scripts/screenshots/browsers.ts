import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { newBrowserOf, type PersonOptions, signIn } from "../../e2e/support/people";
import type { PicturedPerson } from "./people";

/** How long (ms) a busy machine may take for one step. */
export const patience = 60_000;

/** Creates the account of a person. Throws with the server's answer if it is refused. */
export async function signUp(
  request: APIRequestContext,
  origin: string,
  person: PicturedPerson,
): Promise<void> {
  const answer = await request.post(`${origin}/api/people`, { data: person });
  if (answer.status() !== 201) throw new Error(`${person.username}: ${await answer.text()}`);
}

/** Opens the phone of a person in a browser context of their own. */
export async function openPhone(
  browser: Browser,
  origin: string,
  person: PicturedPerson,
  options: PersonOptions = {},
): Promise<Page> {
  const { context, page } = await newBrowserOf(browser, options);
  page.setDefaultTimeout(patience);
  await signIn(context.request, person, origin);
  await page.goto(origin);
  return page;
}

/** Switches "Do not disturb" on for the person of a page, as its settings do. */
export async function setDoNotDisturb(page: Page): Promise<void> {
  await page.goto(new URL("/settings", page.url()).href);
  await page.getByRole("switch", { name: "Do not disturb" }).click();
  await page.goto(new URL("/", page.url()).href);
}
