import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expectAccessible, phoneLight } from "../support/access";
import { newBrowserOf, uniqueName } from "../support/people";
import { button, expectStatus } from "../support/phone";
import { freePort, startStack } from "../support/stack";
import { expect, test } from "../support/test";

const run = promisify(execFile);

test("the operator disables, resets, invites and pauses, and each person reads what it means for them", async ({
  browser,
}) => {
  // Two starts of the stack and eight of the command.
  test.setTimeout(540_000);
  const DATA_DIR = await mkdtemp(join(tmpdir(), "browser-phone-admin-"));
  /** `npm run admin -- …`, on the data of this test. */
  const admin = async (...command: string[]) => {
    const env = { ...process.env, DATA_DIR, DATABASE_URL: "" };
    return (await run(process.execPath, ["scripts/task.mjs", "admin", ...command], { env })).stdout;
  };
  const { page: alicePage } = await newBrowserOf(browser);
  const { page: bobPage } = await newBrowserOf(browser, { expectedErrors: [/401/] });
  const { page } = await newBrowserOf(browser, { expectedErrors: [/403/] });
  // The cookies of a copy at another port are none of its own.
  const PORT = String(await freePort());
  let stack = await startStack({ DATA_DIR, PORT });
  try {
    await alicePage.goto(stack.appUrl);
    await button(alicePage, "Continue as Alice").click();
    await expectStatus(alicePage, "Ready", 60_000);
    await expect(admin("status")).rejects.toThrow(/is in use by another process.*Stop that one first/);
    await alicePage.goto("about:blank");
    await stack.stop();

    await admin("disable", "alice");
    const [, password = ""] =
      /^New password of bob: (\S+)$/m.exec(await admin("reset-password", "bob")) ?? [];
    await admin("pause");
    await admin("sign-up", "invitation");
    const [, code = ""] = /^Invitation code: (\S+)$/m.exec(await admin("invite")) ?? [];
    const log: { action: string; subject: string | null }[] = JSON.parse(await admin("log", "--json"));
    expect(log.map(({ action, subject }) => [action, subject])).toEqual([
      ["disable", "alice"],
      ["reset-password", "bob"],
      ["calling", null],
      ["sign-up", null],
      ["invite", null],
    ]);
    stack = await startStack({ DATA_DIR, PORT });

    // The device on which she was signed in tells Alice what happened.
    await alicePage.goto(stack.appUrl);
    await expect(alicePage).toHaveURL(/\/sign-in/);
    await expect(
      alicePage.getByText("The operator of this phone service has suspended your account."),
    ).toBeVisible();
    await expectAccessible(alicePage, "suspended");
    const japanese = await newBrowserOf(browser, {
      ...phoneLight,
      locale: "ja-JP",
      expectedErrors: [/401|403/],
    });
    await japanese.page.goto(`${stack.appUrl}/sign-in`);
    await japanese.page.getByRole("textbox", { name: "ユーザー名" }).fill("alice");
    await japanese.page.getByRole("textbox", { name: "パスワード" }).fill("browser-phone");
    await button(japanese.page, "サインイン").click();
    await expect(japanese.page.getByText("サービスの管理者によって利用を停止されています。")).toBeVisible();
    await expectAccessible(japanese.page, "suspended, in Japanese");
    await japanese.context.close();

    // Bob comes in with the password that the operator gave him, and not with the old one.
    await bobPage.goto(`${stack.appUrl}/sign-in`);
    await bobPage.getByRole("textbox", { name: "Username" }).fill("bob");
    const ownPassword = bobPage.getByRole("textbox", { name: "Password" });
    await ownPassword.fill("browser-phone");
    await button(bobPage, "Sign in").click();
    await expect(bobPage.getByText("The username or password is not right.")).toBeVisible();
    await ownPassword.fill(password);
    await button(bobPage, "Sign in").click();
    await expectStatus(bobPage, "Ready", 60_000);
    await bobPage.close();

    // A new person needs the code.
    await page.goto(`${stack.appUrl}/sign-up`);
    await page.getByRole("textbox", { name: "Username" }).fill(uniqueName("ann"));
    await page.getByRole("textbox", { name: "Display name" }).fill("Ann");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    const field = page.getByRole("textbox", { name: "Invitation code" });
    await field.fill("AAAA-BBBB-CCCC-DDDD");
    await button(page, "Create account").click();
    await expect(page.getByText("A new account needs an invitation code.")).toBeVisible();
    await expect(field).toBeFocused();
    await expectAccessible(page, "invitation");
    await field.fill(code.toLowerCase());
    await button(page, "Create account").click();
    // The first page of a server that has just started.
    await expectStatus(page, "Ready", 60_000);

    // She reads that calling is paused, before she calls, when she calls, and in the history.
    await expect(page.getByText("Nobody can call at the moment.").filter({ visible: true })).toBeVisible();
    await expect(button(page, "Call Alice")).toHaveCount(0);
    await button(page, "Call Bob").click();
    await expectStatus(page, "Ended: failed");
    const reason = page.getByText("Calling is paused by the operator. Try again later.");
    await expect(reason.filter({ visible: true })).toBeVisible();
    await page.goto(`${stack.appUrl}/history`);
    await expect(page.getByRole("listitem").filter({ hasText: "bob" })).toContainText(
      "Outgoing · calling was paused by the operator",
    );
  } finally {
    await Promise.all([alicePage, bobPage, page].map((one) => one.close()));
    await stack.stop();
    await rm(DATA_DIR, { recursive: true, force: true });
  }
});
