import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  type Page,
} from "@playwright/test";
import { installEar } from "./audio";
import { watchConsole } from "./console";

/** A person with an account and a browser context of their own, signed in. */
export interface Person {
  username: string;
  displayName: string;
  password: string;
  context: BrowserContext;
  page: Page;
}

export const appUrl = (): string => {
  const url = process.env.E2E_APP_URL;
  if (!url) throw new Error("E2E_APP_URL is not set: the global setup starts the stack");
  return url;
};

let made = 0;

/** A username that is unique in this run. */
export function uniqueName(stem: string): string {
  made += 1;
  return `${stem}_${process.pid.toString(36)}${Date.now().toString(36)}${made}`.toLowerCase().slice(0, 32);
}

export interface PersonOptions {
  displayName?: string;
  /** The origin of the app, if it is not the stack that all tests share. */
  origin?: string;
  locale?: string;
  colorScheme?: "light" | "dark";
  viewport?: { width: number; height: number };
  /** Console errors that this test causes on purpose. */
  expectedErrors?: RegExp[];
  /** Runs before the page loads anything, for scripts that replace or watch a part of the browser. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** Creates an account by the API (the pages have tests of their own), signs in and opens the phone. */
export async function newPerson(
  browser: Browser,
  stem: string,
  options: PersonOptions = {},
): Promise<Person> {
  const origin = options.origin ?? appUrl();
  const username = uniqueName(stem);
  // Unique in this run, since all tests share one list of people.
  const displayName =
    options.displayName ?? `${stem[0]?.toUpperCase()}${stem.slice(1)} ${username.slice(-5)}`;
  const password = `pw-${crypto.randomUUID()}`;
  const person = { username, displayName, password };
  const { context, page } = await newBrowserOf(browser, options);
  const signedUp = await context.request.post(`${origin}/api/people`, { data: person });
  expect(signedUp.status(), await signedUp.text()).toBe(201);
  await signIn(context.request, person, origin);
  await page.goto(origin);
  return { ...person, context, page };
}

/** Opens the phone of the same person on a second device: another browser context with a session of its own. */
export async function anotherDevice(
  browser: Browser,
  person: Person,
  options: PersonOptions = {},
): Promise<Person> {
  const origin = options.origin ?? appUrl();
  const { context, page } = await newBrowserOf(browser, options);
  await signIn(context.request, person, origin);
  await page.goto(origin);
  return { ...person, context, page };
}

/** Opens the phone in a second tab of the same browser context. */
export async function anotherTab(person: Person, expectedErrors: RegExp[] = []): Promise<Page> {
  const page = await person.context.newPage();
  watchConsole(page, expectedErrors);
  await page.goto(new URL("/", person.page.url()).href);
  return page;
}

/** Opens a browser context and page, with nobody signed in. Its console is watched, its audio can be measured. */
export async function newBrowserOf(browser: Browser, options: PersonOptions = {}) {
  const { locale = "en-US", colorScheme, viewport } = options;
  const context = await browser.newContext({
    locale,
    colorScheme,
    viewport,
    // Firefox has the permission by a preference (e2e/firefox), and no other way to get it.
    permissions: browser.browserType().name() === "chromium" ? ["microphone"] : [],
    // Without a graphics card, the animated line between two avatars takes half a core per page.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  watchConsole(page, options.expectedErrors);
  await installEar(page);
  await options.prepare?.(page);
  return { context, page };
}

/** Signs in as the form does, through next-auth's own endpoint. */
export async function signIn(
  request: APIRequestContext,
  { username, password }: { username: string; password: string },
  origin = appUrl(),
): Promise<void> {
  const { csrfToken } = await (await request.get(`${origin}/api/auth/csrf`)).json();
  const answer = await request.post(`${origin}/api/auth/callback/credentials`, {
    form: { csrfToken, username, password, json: "true" },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}
