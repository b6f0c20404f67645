import { expectAccessible } from "../support/access";
import { newPerson } from "../support/people";
import { expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

test("the phone shows the code and the advice when the network refuses a token, and soon tries again", async ({
  browser,
}) => {
  // Breaks the signature of each token on its way to the page, as if the server had a wrong key: of the one that comes with
  // the page, and of those that it asks for.
  let broken = true;
  const alice = await newPerson(browser, "alice", {
    prepare: async (page) => {
      const isTokenInside = ({ pathname }: URL) => pathname === "/" || pathname === "/api/voice/token";
      await page.route(isTokenInside, async (route) => {
        const response = await route.fetch();
        const text = await response.text();
        const signed = /(eyJ[\w-]+\.[\w-]+)\.[\w-]{43}/g;
        await route.fulfill({
          response,
          body: broken ? text.replace(signed, `$1.${"A".repeat(43)}`) : text,
        });
      });
    },
  });
  await expectStatus(alice.page, "Offline, trying again soon");
  const shown = (text: string) => alice.page.getByText(text).filter({ visible: true });
  await expect(shown("The voice service refused this device")).toBeVisible();
  await expect(shown("Check that the clock of this computer is right")).toBeVisible();
  await expect(shown("Code 20101")).toBeVisible();
  await expectAccessible(alice.page, "refused");
  broken = false;
  await expectStatus(alice.page, "Ready", 30_000);
  await alice.page.unrouteAll({ behavior: "wait" });
});
