import { expectAccessible } from "../support/access";
import { newPerson } from "../support/people";
import { expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

test("the phone shows the code and the advice when the network refuses a token, and soon tries again", async ({
  browser,
}) => {
  // Breaks the signature of each token on its way to the phone, as if the server had a wrong key: of the one that is in the
  // page, and of those that it asks for.
  let broken = true;
  const alice = await newPerson(browser, "alice", {
    prepare: async (page) => {
      await page.addInitScript(() => {
        const breakToken = () => {
          const holder = document.querySelector<HTMLElement>("[data-opening]");
          const opening = JSON.parse(holder?.dataset.opening ?? "{}");
          const { token } = opening.token ?? {};
          if (!holder || !token || token.endsWith("AAAA")) return;
          opening.token.token = token.replace(/[^.]+$/, "A".repeat(43));
          holder.dataset.opening = JSON.stringify(opening);
        };
        // The page's scripts run after it.
        new MutationObserver(breakToken).observe(document, { childList: true, subtree: true });
      });
      await page.route("**/api/voice/token", async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        const [head, payload] = body.token.split(".");
        const token = broken ? `${head}.${payload}.${"A".repeat(43)}` : body.token;
        await route.fulfill({ response, json: { ...body, token } });
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
