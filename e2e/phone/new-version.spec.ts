import { expectAccessible, phoneDark } from "../support/access";
import { appUrl, newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

/** The browser logs each missing file. */
const expectedErrors = [/404/, /ChunkLoadError/, /Failed to load chunk/, /RSC payload/];

test("a phone whose script is gone says that there is a new version, and reloads once by itself", async ({
  browser,
}) => {
  let loads = 0;
  const alice = await newPerson(browser, "alice", {
    expectedErrors,
    async prepare(page) {
      page.on("load", () => {
        loads += 1;
      });
      // Scripts that the page itself names are there; those that it loads later are gone.
      let html: Promise<string> | null = null;
      const read = async () => (await page.context().request.get(`${appUrl()}/`)).text();
      await page.route("**/_next/static/chunks/**", async (route) => {
        html ??= read();
        const isNamed = (await html).includes(new URL(route.request().url()).pathname);
        return isNamed ? route.continue() : route.fulfill({ status: 404, body: "" });
      });
    },
  });
  await expect.poll(() => loads, { timeout: 60_000 }).toBe(2);
  // That does not help here, so it stays with the notice and a button.
  const notice = alice.page.getByRole("heading", { name: "A new version of Browser Phone is there" });
  await expect(notice).toBeVisible({ timeout: 60_000 });
  await expectStatus(alice.page, "Offline");
  await expect(button(alice.page, "Reload").filter({ visible: true })).toBeVisible();
  await expect(alice.page.getByText("The server does not answer")).toHaveCount(0);
  await expectAccessible(alice.page, "a new version");
  if (process.env.SHOTS) await alice.page.screenshot({ path: `${process.env.SHOTS}/new-version.png` });
  await alice.page.unroute("**/_next/static/chunks/**");
  await button(alice.page, "Reload").filter({ visible: true }).click();
  await expectStatus(alice.page, "Ready");
});

test("in a call a page of another version is not loaded as a whole, and opens when the call is over", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { ...phoneDark, expectedErrors }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  const asked: string[] = [];
  alice.page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // What a server of another version answers makes the router load the page as a whole.
  await alice.page.route("**/history?_rsc=*", (route) => route.fulfill({ status: 404, body: "" }));
  const link = alice.page.getByRole("link", { name: "History", exact: true }).first();
  await link.click();
  await expect(alice.page.getByText("That page opens when your call is over.")).toBeVisible();
  await expectStatus(alice.page, "In call");
  await expectStatus(bob.page, "In call");
  await button(alice.page, "Mute").filter({ visible: true }).click();
  await expect(button(alice.page, "Unmute").filter({ visible: true })).toBeVisible();
  await expectAccessible(alice.page, "a page that opens after the call");
  await button(alice.page, "Hang up").filter({ visible: true }).click();
  await expectStatus(bob.page, "Ended: completed");
  await expect(alice.page).toHaveURL(/\/history$/);
  await expectStatus(alice.page, "Ready");
  expect(asked).toEqual([]);
});

test("in a call a page whose script is gone says so beside the call, and loads when the call is over", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { expectedErrors }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await alice.page.route("**/_next/static/chunks/**", (route) => route.fulfill({ status: 404, body: "" }));
  await alice.page.getByRole("link", { name: "Diagnostics", exact: true }).first().click();
  await expect(
    alice.page.getByRole("heading", { name: "A new version of Browser Phone is there" }),
  ).toBeVisible();
  await expectStatus(alice.page, "In call");
  await alice.page.unroute("**/_next/static/chunks/**");
  await button(alice.page, "Hang up").filter({ visible: true }).click();
  await expectStatus(bob.page, "Ended: completed");
  await expect(alice.page.getByRole("heading", { name: "Diagnostics", level: 1 })).toBeVisible();
  await expectStatus(alice.page, "Ready");
});
