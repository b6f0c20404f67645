import type { Page } from "@playwright/test";
import { appUrl, newBrowserOf, newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

type Counting = typeof globalThis & { violationsOfTest?: string[] };

/** Records each violation of a page's policy. The console shows some of them only, and none that a page swallows. */
async function countViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const found: string[] = [];
    (globalThis as Counting).violationsOfTest = found;
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      found.push(`${violatedDirective} ${blockedURI}`);
    });
  });
}

const violations = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as Counting).violationsOfTest ?? ["not counted"]);

test("a signed-out token request is refused", async ({ request }) => {
  const answer = await request.post(`${appUrl()}/api/voice/token`);
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toEqual({ error: { code: "unauthenticated", message: expect.any(String) } });
});

test("a token names the person of the session, whatever the request says", async ({ browser }) => {
  const alice = await newPerson(browser, "alice");
  const plain = await (await alice.context.request.post(`${appUrl()}/api/voice/token`)).json();
  const asked = await alice.context.request.post(`${appUrl()}/api/voice/token?identity=u_someoneelse`, {
    headers: { "x-identity": "u_someoneelse" },
    data: { identity: "u_someoneelse" },
  });
  const token = await asked.json();
  expect(token.identity).toBe(plain.identity);
  const [, payload = ""] = token.token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  expect(claims.grants.identity).toBe(plain.identity);
  expect(Object.keys(claims.grants).sort()).toEqual(["identity", "voice"]);
  expect(claims.exp - claims.iat).toBeLessThanOrEqual(600);
});

for (const path of ["call", "dial", "status"]) {
  test(`an unsigned ${path} webhook is refused`, async ({ request }) => {
    const answer = await request.post(`${appUrl()}/api/voice/${path}`, {
      form: { CallSid: `CA${"0".repeat(32)}`, From: "client:u_x", To: "bob" },
      headers: { "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
    });
    expect(answer.status()).toBe(403);
    expect((await answer.json()).error.code).toBe("bad_signature");
  });
}

test("every route carries the security headers", async ({ request }) => {
  for (const path of [
    "/sign-in",
    "/sign-up",
    "/",
    "/api/health",
    "/api/people",
    "/no-such-page",
    "/api/none",
  ]) {
    const headers = (await request.get(`${appUrl()}${path}`, { maxRedirects: 0 })).headers();
    expect(headers["permissions-policy"], path).toContain("microphone=(self)");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    // A header that is sent twice would read "DENY, DENY".
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("a whole call violates no rule of the content security policy, and an injected script does not run", async ({
  browser,
}) => {
  // The browser reports that it refused the handler, and that the picture does not exist.
  const expectedErrors = [/inline event handler/i, /status of 404/];
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { expectedErrors }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  const ran = await alice.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const markup = "<img src='/no-such-picture' onerror='window.injectedScriptRan = true'>";
        document.body.insertAdjacentHTML("beforeend", markup);
        // This listener gets the same error after the injected handler would have run.
        document.body.lastElementChild?.addEventListener("error", () =>
          resolve("injectedScriptRan" in window),
        );
      }),
  );
  expect(ran).toBe(false);
  await expectStatus(bob.page, "In call");
});

test("neither a page nor a whole call violates the content security policy, counted by the browser's own events", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { prepare: countViolations, expectedErrors: [/404/] }),
    newPerson(browser, "bob", { prepare: countViolations }),
  ]);
  await connect(alice, bob);
  for (const name of ["History", "Settings", "Diagnostics", "Phone"]) {
    await alice.page.getByRole("link", { name, exact: true }).first().click();
    await expectStatus(alice.page, "In call");
  }
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");
  expect(await violations(alice.page)).toEqual([]);
  expect(await violations(bob.page)).toEqual([]);
  for (const path of ["/", "/history", "/settings", "/diagnostics", `/call/${bob.username}`, "/nowhere"]) {
    await alice.page.goto(`${appUrl()}${path}`);
    if (path !== "/nowhere") await expectStatus(alice.page, "Ready");
    expect(await violations(alice.page), path).toEqual([]);
  }
  const visitor = await newBrowserOf(browser, {
    prepare: countViolations,
    expectedErrors: [/elsewhere\.invalid/],
  });
  for (const path of ["/sign-in", "/sign-up"]) {
    await visitor.page.goto(`${appUrl()}${path}`);
    await visitor.page.waitForLoadState("networkidle");
    expect(await violations(visitor.page), path).toEqual([]);
  }
  // The counting works: this page has no right to load a picture from another site.
  await visitor.page.evaluate(() => {
    document.body.append(Object.assign(new Image(), { src: "https://elsewhere.invalid/picture.png" }));
  });
  await expect.poll(() => violations(visitor.page)).toHaveLength(1);
});

test("/api/health reports the state of each part", async ({ request }) => {
  const answer = await request.get(`${appUrl()}/api/health`);
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok", mode: "local", database: "ok", voice: "ok" });
});
