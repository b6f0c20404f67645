import { Client } from "pg";
import { createDatabase, serverAnswers } from "../../lib/db/testing/server";
import { expectAccessible, phoneLight } from "../support/access";
import { newBrowserOf, newPerson } from "../support/people";
import { button, visit } from "../support/phone";
import { type Stack, startStack } from "../support/stack";
import { expect, test } from "../support/test";

const isThere = await serverAnswers();

let database: { url: string; drop(): Promise<void> } | undefined;
let stack: Stack;

test.beforeAll(async () => {
  if (!isThere) return;
  // It starts a product of its own.
  test.setTimeout(240_000);
  database = await createDatabase();
  stack = await startStack({ DATABASE_URL: database.url });
});

test.afterAll(async () => {
  await stack?.stop();
  await database?.drop();
});

/** Lets a link run out, which no request of the product can. */
async function runOut(linkId: string): Promise<void> {
  const client = new Client({ connectionString: database?.url });
  await client.connect();
  await client
    .query("update guest_links set expires_at = now() - interval '1 minute' where id = $1", [linkId])
    .finally(() => client.end());
}

test("a link whose date has passed is refused at the click and at the next visit, and its owner reads why", async ({
  browser,
}) => {
  // biome-ignore lint/suspicious/noSkippedTests: no other process can change the embedded database
  test.skip(!isThere, "there is no PostgreSQL server at 127.0.0.1:5432");
  const origin = stack.appUrl;
  const alice = await newPerson(browser, "alice", { origin });
  const made = await alice.context.request.post(`${origin}/api/guest-links`, {
    data: { label: "For Carol", once: false, days: 1 },
  });
  const { link, url } = await made.json();
  const address = `${origin}${new URL(url).pathname}`;
  // The refusal at the click is logged by the browser.
  const { page: carol } = await newBrowserOf(browser, { expectedErrors: [/status of 410/] });
  await carol.goto(address);
  await carol.getByRole("textbox", { name: "Your name", exact: true }).fill("Carol");
  await expect(button(carol, `Call ${alice.displayName}`)).toBeEnabled();

  await runOut(link.id);
  await button(carol, `Call ${alice.displayName}`).click();
  const expired = carol.getByText("This link has expired. Ask for a new one.");
  await expect(expired).toBeVisible();
  await expect(carol.getByRole("textbox")).toHaveCount(0);
  await expectAccessible(carol, "expired at the click");
  await carol.reload();
  await expect(carol.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  await expect(expired).toBeVisible();

  const japanese = await newBrowserOf(browser, { ...phoneLight, locale: "ja-JP" });
  await japanese.page.goto(address);
  await expect(japanese.page.getByText(/^このリンクの有効期限が切れました。/)).toBeVisible();
  await expectAccessible(japanese.page, "expired, in Japanese");

  await visit(alice, "/settings");
  const line = alice.page.getByRole("listitem").filter({ hasText: "For Carol" });
  await expect(line).toContainText("Expired");
  await expectAccessible(alice.page, "an expired link in the settings");
});
