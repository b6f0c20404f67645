import { expectStatus } from "../../../e2e/support/phone";
import type { Contexts } from "../browser/launch";
import { installWatch } from "../browser/watch";
import { patienceMs, type Subject, type Visitor } from "./subject";

/** The bare page at `origin`, whose phone uses the gateway at `gatewayPort`. */
export function bareSubject(origin: string, gatewayPort: number): Subject {
  let made = 0;

  async function open(browser: Contexts, identity: string, to: string): Promise<Visitor> {
    const context = await browser.newContext({ permissions: ["microphone"] });
    await installWatch(context);
    const page = await context.newPage();
    const gateway = `ws://localhost:${gatewayPort}/signal`;
    const url = `${origin}/?${new URLSearchParams({ identity, to, gateway })}`;
    await page.goto(url);
    await expectStatus(page, "Ready", patienceMs);
    return { context, page, url };
  }

  return {
    name: "bare",
    origin,
    visit: (browser) => {
      made += 1;
      return open(browser, `visitor${made}`, "nobody");
    },
    async pair(browser) {
      made += 1;
      const [alice, bob] = [`alice${made}`, `bob${made}`];
      const caller = await open(browser, alice, bob);
      const callee = await open(browser, bob, alice);
      const callButton = caller.page.getByRole("button", { name: `Call ${bob}`, exact: true });
      return { caller, callee, callButton, showCallee: async () => {} };
    },
  };
}
