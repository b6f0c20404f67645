import { expect } from "@playwright/test";
import { signIn, uniqueName } from "../../../e2e/support/people";
import { expectStatus } from "../../../e2e/support/phone";
import type { Contexts } from "../browser/launch";
import { installWatch } from "../browser/watch";
import type { SubjectName } from "../report/row";
import { patienceMs, type Subject, type Visitor } from "./subject";

/** The product at `origin`. */
export function appSubject(name: SubjectName, origin: string): Subject {
  async function open(browser: Contexts, stem: string): Promise<Visitor & { username: string }> {
    const context = await browser.newContext({
      locale: "en-US",
      permissions: ["microphone"],
      // Without a graphics card, the animated line between two avatars takes half a core per page.
      reducedMotion: "reduce",
    });
    await installWatch(context);
    const page = await context.newPage();
    const username = uniqueName(stem);
    const person = { username, displayName: username, password: `pw-${crypto.randomUUID()}` };
    const signedUp = await context.request.post(`${origin}/api/people`, { data: person });
    if (signedUp.status() !== 201) throw new Error(`No account: ${await signedUp.text()}`);
    await signIn(context.request, person, origin);
    const url = `${origin}/`;
    await page.goto(url);
    await expectStatus(page, "Ready", patienceMs);
    return { context, page, url, username };
  }

  return {
    name,
    origin,
    visit: (browser) => open(browser, "visitor"),
    async pair(browser) {
      const caller = await open(browser, "alice");
      const callee = await open(browser, "bob");
      const callButton = caller.page.getByRole("button", { name: `Call ${callee.username}`, exact: true });
      const showCallee = async () => {
        await caller.page.getByRole("searchbox", { name: "Find people" }).fill(callee.username);
        // A phone that has just become ready may not be known to be here.
        const row = caller.page.getByRole("listitem").filter({ has: callButton });
        await expect(row).not.toContainText("Away");
      };
      await showCallee();
      return { caller, callee, callButton, showCallee };
    },
  };
}
