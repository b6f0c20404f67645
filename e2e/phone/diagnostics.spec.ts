import type { Locator, Page } from "@playwright/test";
import { expectAccessible, phoneLight } from "../support/access";
import { newPerson } from "../support/people";
import { button, expectStatus, visit } from "../support/phone";
import { expect, test } from "../support/test";

/** The list item of the check with that name. */
const check = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });

/** Takes the clipboard away, which browsers do on a page that is not secure. */
async function withoutClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
}

test("Diagnostics blames only the server when it gives no token, and the report can be copied by hand", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "alice", {
    ...phoneLight,
    prepare: withoutClipboard,
    expectedErrors: [/503 .*\/api\/voice\/token/],
  });
  const { page } = alice;
  await visit(alice, "/diagnostics");
  await page.route("**/api/voice/token", (route) => route.fulfill({ status: 503, json: {} }));
  await button(page, "Run checks").click();
  await expect(check(page, "Server configuration")).toContainText(
    "The server answers, but this part of it does not: access to the voice service",
  );
  await expect(check(page, "Browser")).toContainText("Passed");
  await expect(check(page, "Microphone")).toContainText("The microphone hears you.");
  await expect(check(page, "Voice service")).toContainText("Not checked, since an earlier check failed.");
  await expect(page.getByText("1 check needs your attention.")).toBeVisible();

  await button(page, "Copy report").click();
  const report = page.getByRole("textbox", { name: "Copying did not work." });
  await expect(report).toBeFocused();
  await expect(report).toHaveValue(/^server: failed: server_part \(access\)$/m);
  await expect(report).toHaveValue(/^Phone: ready$/m);
  await expect(report).not.toHaveValue(new RegExp(alice.username));
  await expectAccessible(page, "a report to copy by hand");
});

test("Diagnostics names a network that blocks the voice service", async ({ browser }) => {
  let blocked = false;
  const alice = await newPerson(browser, "alice", {
    prepare: (page) =>
      page.routeWebSocket(/.*/, (socket) => {
        if (blocked) void socket.close({ code: 1011, reason: "blocked" });
        else socket.connectToServer();
      }),
  });
  const { page } = alice;
  await visit(alice, "/diagnostics");
  blocked = true;
  await button(page, "Run checks").click();
  const voiceService = check(page, "Voice service");
  await expect(voiceService).toContainText("Connecting took too long");
  await expect(voiceService).toContainText("A firewall or VPN may be in the way. Try another network,");
  await expect(check(page, "Server configuration")).toContainText("Passed");
  await expect(page.getByText("1 check needs your attention.")).toBeVisible();
  // Only the check was blocked: the phone had registered before.
  await expectStatus(page, "Ready");
});
