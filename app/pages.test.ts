import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { inScope } from "./api/_testing/scope";

beforeAll(setTestEnvironment);

/** The pages that need no session. All others must send strangers to sign in. */
const publicPages = [
  "(auth)/recover/page.tsx",
  "(auth)/sign-in/page.tsx",
  "(auth)/sign-up/page.tsx",
  "guest/[secret]/page.tsx",
];

const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /^page\.[a-z]+$/.test(basename(file)))
  .sort();

/** Values for the `[name]` parts of the paths. */
const params = { username: "ben" };

/** The path at which Next serves a page, with a value for each `[name]`. */
function pathOf(file: string): string {
  const path = join("/", dirname(file)).replaceAll(/\/\([^/]*\)/g, "");
  return path.replace("[username]", params.username) || "/";
}

/** Renders a page for a stranger. */
async function renderForStranger(file: string): Promise<unknown> {
  const { default: Page }: { default(props: unknown): Promise<unknown> } = await import(resolve("app", file));
  return inScope({ cookies: new Map(), headers: new Headers() }, () =>
    Page({ params: Promise.resolve(params), searchParams: Promise.resolve({}) }),
  );
}

// The phone's layout lets strangers through: each page has to ask for a person itself.
describe("a page sends a stranger to sign in, and from there back to itself", () => {
  test("includes each public page and others on disk", () => {
    expect(pages).toEqual(expect.arrayContaining(publicPages));
    expect(pages.length).toBeGreaterThan(2 * publicPages.length);
  });

  test.each(pages.filter((file) => !publicPages.includes(file)))("%s", async (file) => {
    const signIn = `/sign-in?next=${encodeURIComponent(pathOf(file))};`;
    // Next's redirects travel as errors.
    await expect(renderForStranger(file)).rejects.toMatchObject({ digest: expect.stringContaining(signIn) });
  });
});
