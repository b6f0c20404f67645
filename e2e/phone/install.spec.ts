import { appUrl, newBrowserOf, newPerson } from "../support/people";
import { expectStatus, ring } from "../support/phone";
import { expect, test } from "../support/test";

for (const [locale, shortName] of [
  ["en-US", "Phone"],
  ["ja-JP", "電話"],
] as const) {
  test(`the phone can be installed, as ${shortName}`, async ({ browser }) => {
    const { context, page } = await newBrowserOf(browser, { locale });
    await page.goto(`${appUrl()}/sign-in`);
    const session = await context.newCDPSession(page);
    const { errors, data } = await session.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? "{}");
    expect(manifest).toMatchObject({ short_name: shortName, display: "standalone", start_url: "/" });
    for (const { src, type } of manifest.icons) {
      const icon = await context.request.get(`${appUrl()}${src}`);
      expect([icon.status(), icon.headers()["content-type"]], src).toEqual([200, type]);
    }
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A browser context of a test is like a private window, in which nothing can be installed.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  });
}

test("the language that was chosen is the language of the installed app", async ({ browser }) => {
  const { context, page } = await newBrowserOf(browser, { locale: "en-US" });
  await page.goto(`${appUrl()}/sign-in`);
  await page.getByRole("combobox", { name: "Language" }).selectOption("ja");
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await page.reload();
  const session = await context.newCDPSession(page);
  const { data } = await session.send("Page.getAppManifest");
  expect(JSON.parse(data ?? "{}")).toMatchObject({ lang: "ja", short_name: "電話" });
  await expect(page.locator("link[rel=manifest]")).toHaveCount(1);
});

test("a ringing call moves, except for people who ask for less motion", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob")]);
  await expectStatus(bob.page, "Ready");
  const moving = () =>
    bob.page.evaluate(() => {
      const endless = document
        .getAnimations()
        .filter((one) => one.effect?.getTiming().iterations === Infinity);
      return endless.length;
    });
  await ring(alice, bob);
  await expect.poll(moving).toBe(0);
  await bob.page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(moving).toBeGreaterThan(0);
});
