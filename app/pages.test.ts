import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { inScope } from "./api/_testing/scope";

beforeAll(setTestEnvironment);

const folder = "app/(phone)";
const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => basename(file) === "page.tsx")
  .sort();

/** Renders a page for a stranger. `username`: the value of `[username]` in its path. */
async function renderForStranger(file: string, username: string): Promise<unknown> {
  const { default: Page }: { default(props: unknown): Promise<unknown> } = await import(
    resolve(folder, file)
  );
  const strange = { cookies: new Map(), headers: new Headers() };
  return inScope(strange, () => Page({ params: Promise.resolve({ username }) }));
}

// The layout around these pages lets strangers through: each page has to ask for a person itself.
describe("a page of the phone sends a stranger to sign in, and from there back to itself", () => {
  test("there are pages", () => {
    expect(pages.length).toBeGreaterThan(3);
  });

  test.each(pages)("%s", async (file) => {
    const path = join("/", dirname(file)).replace("[username]", "ben");
    const signIn = `/sign-in?next=${encodeURIComponent(path)};`;
    // Next's redirects travel as errors.
    await expect(renderForStranger(file, "ben")).rejects.toMatchObject({
      digest: expect.stringContaining(signIn),
    });
  });
});
