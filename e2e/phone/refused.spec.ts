import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/access";
import { newPerson } from "../support/people";
import { button, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

const tokenRoute = "**/api/voice/token";

/** Breaks the signature of each token on its way to the page, as a server with a wrong key would. */
async function breakTokens(page: Page): Promise<void> {
  await page.route(tokenRoute, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const [head, payload] = body.token.split(".");
    await route.fulfill({ response, json: { ...body, token: `${head}.${payload}.${"A".repeat(43)}` } });
  });
}

test("a token that the network refuses is said with what to do and the network's own number, and is tried again", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice", { prepare: breakTokens });
  await expectStatus(alice.page, "Offline, trying again soon");
  await expect(
    alice.page.getByRole("heading", { name: "The voice service refused this device" }),
  ).toBeVisible();
  await expect(
    alice.page.getByText("Check that the clock of this computer is right").filter({ visible: true }),
  ).toBeVisible();
  await expect(alice.page.getByText("Code 20101")).toBeVisible();
  await expectAccessible(alice.page, "refused");

  await alice.page.unroute(tokenRoute);
  await button(alice.page, "Try now").filter({ visible: true }).click();
  await expectStatus(alice.page, "Ready");
});
