import { createDatabase, serverAnswers } from "../../lib/db/testing/server";
import { cuttableProxy } from "../support/cuttable-proxy";
import { startStack } from "../support/stack";
import { expect, test } from "../support/test";

const isThere = await serverAnswers();

test("pages and requests that fail on the database log no query, no session and no name, and recover", async ({
  playwright,
}) => {
  // biome-ignore lint/suspicious/noSkippedTests: the embedded database cannot be cut off from the app
  test.skip(!isThere, "there is no PostgreSQL server at 127.0.0.1:5432");
  const database = await createDatabase();
  const proxy = await cuttableProxy("127.0.0.1", 5432);
  const dropAll = async () => {
    proxy.close();
    await database.drop();
  };
  const url = Object.assign(new URL(database.url), { port: String(proxy.port) }).href;
  const stack = await startStack({ DATABASE_URL: url }).catch(async (error: unknown) => {
    await dropAll();
    throw error;
  });
  const person = await playwright.request.newContext({ baseURL: stack.appUrl });
  try {
    const { csrfToken } = await (await person.get("/api/auth/csrf")).json();
    const form = { username: "alice", password: "browser-phone", csrfToken, json: "true" };
    expect((await person.post("/api/auth/callback/credentials", { form })).status()).toBe(200);
    const { cookies } = await person.storageState();
    const session = cookies.find((one) => one.name.endsWith(".session"))?.value;
    expect(session).toBeTruthy();
    expect((await person.get("/settings")).status()).toBe(200);

    proxy.setRefusing(true);
    const before = stack.output().length;
    for (const path of ["/", "/history", "/settings", "/call/bob", "/api/me", "/api/people?q=bob"]) {
      const answer = await person.get(path);
      expect(answer.status(), path).toBeGreaterThanOrEqual(500);
      expect(await answer.text(), path).not.toMatch(/select |SQLSTATE|ECONNREFUSED|node_modules/);
    }
    const lines = stack.output().slice(before).split("\n").filter(Boolean);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(JSON.parse(line), line).toMatchObject({ level: "error" });
      expect(line).not.toMatch(/select |params|alice|bob/i);
      expect(line).not.toContain(decodeURIComponent(session ?? ""));
    }

    proxy.setRefusing(false);
    await expect.poll(async () => (await person.get("/settings")).status()).toBe(200);
  } finally {
    await person.dispose();
    await stack.stop();
    await dropAll();
  }
});
