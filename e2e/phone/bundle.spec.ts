import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { appUrl, newBrowserOf, newPerson } from "../support/people";
import { expectStatus } from "../support/phone";
import { expect, test } from "../support/test";

const chunks = fileURLToPath(new URL("../../.next/static", import.meta.url));

test("no script sent to browsers contains server code or the name of a secret", () => {
  const serverOnly = [
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_SECRET",
    "NEXTAUTH_SECRET",
    "drizzle",
    "pglite",
    "argon2id",
  ];
  const files = readdirSync(chunks, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  expect(files.length).toBeGreaterThan(5);
  const found = files.flatMap((name) => {
    const script = readFileSync(join(chunks, name), "utf8");
    return serverOnly.filter((word) => script.includes(word)).map((word) => `${name}: ${word}`);
  });
  expect(found).toEqual([]);
});

/**
 * How much JavaScript (kB, compressed, without headers) each page may load until it is ready, with nothing in the
 * browser's cache and no touch of the user. `/`: with the Voice SDK, which is 47 kB of it.
 */
const budgets: readonly [path: string, kB: number][] = [
  ["/sign-in", 160],
  ["/sign-up", 165],
  ["/", 260],
  ["/history", 270],
  ["/settings", 270],
  ["/diagnostics", 265],
];

/** Text of one module of each package. */
const markers = {
  zod: "invalid_union",
  "@tanstack/react-query": "refetchInterval",
  "use-intl": "MISSING_MESSAGE",
  "tailwind-merge": "conflictingClassGroups",
  sdk: "PreflightTest",
};

interface Script {
  readonly url: string;
  readonly text: string;
  /** As sent. */
  readonly bytes: number;
}

/** Every script that a page loads in a browser without a cache, until `ready`. */
async function scriptsOf(page: Page, path: string, ready: () => Promise<unknown>): Promise<Script[]> {
  const pending: Promise<Script>[] = [];
  page.on("response", (response) => {
    const request = response.request();
    if (request.resourceType() !== "script") return;
    pending.push(
      Promise.all([response.text(), request.sizes()]).then(([text, { responseBodySize }]) => ({
        url: response.url(),
        text,
        bytes: responseBodySize,
      })),
    );
  });
  await page.goto(`${appUrl()}${path}`);
  await ready();
  return Promise.all(pending);
}

for (const [path, kB] of budgets) {
  const hasPhone = !path.startsWith("/sign-");

  test(`${path} loads at most ${kB} kB of JavaScript, and nothing twice`, async ({ browser }) => {
    const { context } = hasPhone ? await newPerson(browser, "ann") : await newBrowserOf(browser);
    const fresh = await browser.newContext({ storageState: await context.storageState() });
    await context.close();
    const page = await fresh.newPage();
    const scripts = await scriptsOf(page, path, async () => {
      if (hasPhone) await expectStatus(page, "Ready");
      else await expect(page.getByRole("button", { name: /^Sign in|^Create/ })).toBeVisible();
    });

    const sum = scripts.reduce((bytes, script) => bytes + script.bytes, 0);
    expect(sum / 1000).toBeGreaterThan(kB * 0.8);
    expect(sum / 1000).toBeLessThanOrEqual(kB);
    const urls = scripts.map(({ url }) => url);
    expect(urls).toEqual([...new Set(urls)]);
    for (const [name, marker] of Object.entries(markers)) {
      const files = scripts.filter(({ text }) => text.includes(marker)).map(({ url }) => url);
      expect(files.length, `${name}: ${files.join(" ")}`).toBeLessThanOrEqual(1);
    }
    // No phone, no SDK.
    expect(scripts.filter(({ text }) => text.includes(markers.sdk))).toHaveLength(hasPhone ? 1 : 0);
  });
}

/** kB, as above. The code of the phone, and the SDK, come with the click that calls. */
const guestBudget = 180;

test(`the page of a guest link loads at most ${guestBudget} kB of JavaScript before it is touched, and no phone`, async ({
  browser,
}) => {
  const { context } = await newPerson(browser, "ann");
  const link = await context.request.post(`${appUrl()}/api/guest-links`, {
    data: { label: "", once: false, days: 1 },
  });
  const { pathname } = new URL((await link.json()).url);
  const { page } = await newBrowserOf(browser);
  const scripts = await scriptsOf(page, pathname, () =>
    expect(page.getByRole("button", { name: /^Call / })).toBeVisible(),
  );
  const sum = scripts.reduce((bytes, script) => bytes + script.bytes, 0);
  expect(sum / 1000).toBeGreaterThan(guestBudget * 0.8);
  expect(sum / 1000).toBeLessThanOrEqual(guestBudget);
  for (const marker of [markers.sdk, markers["@tanstack/react-query"]]) {
    expect(scripts.filter(({ text }) => text.includes(marker))).toEqual([]);
  }
});

test("a page that is opened again asks the server for no script, style or sound", async ({ browser }) => {
  const { page } = await newPerson(browser, "ann");
  await page.goto(`${appUrl()}/`);
  await expectStatus(page, "Ready");
  await page.goto("about:blank");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const kept = new Set<string>();
  const files: { id: string; path: string }[] = [];
  session.on("Network.requestServedFromCache", ({ requestId }) => kept.add(requestId));
  session.on("Network.responseReceived", ({ requestId: id, response }) => {
    const { pathname: path } = new URL(response.url);
    if (/^\/(_next\/static|sounds|browser-check\.js)/.test(path)) files.push({ id, path });
    if (response.fromDiskCache) kept.add(id);
  });
  await page.goto(`${appUrl()}/`);
  await expectStatus(page, "Ready");
  expect(files.filter(({ path }) => path.startsWith("/sounds/")).length).toBeGreaterThan(0);
  expect(files.filter(({ id }) => !kept.has(id))).toEqual([]);
});
