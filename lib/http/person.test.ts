import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forWhomHeader } from "@/lib/contracts";

// Each test is a page of its own.
beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function openPage(username?: string) {
  const person = await import("./person");
  const http = await import("./request");
  const { watchPerson } = await import("./watch-person");
  const { announcePerson } = await import("./person-news");
  if (username) person.openPageFor(username);
  return { ...person, ...http, watchPerson, announcePerson };
}

function serve(...answers: (Response | Error)[]) {
  const sent: Headers[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    sent.push(new Headers(init.headers));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Response) return answer.clone();
    throw answer;
  });
  return sent;
}

const ok = () => Response.json({});
const refusal = (code: string, status: number) => Response.json({ error: { code, message: "" } }, { status });
const otherPerson = () => refusal("other_person", 409);

test("a request says for whom its page was opened", async () => {
  const sent = serve(ok());
  const page = await openPage("alice");
  page.openPageFor("bob");
  await page.send("/api/me");
  await page.send("/api/me", { method: "POST", body: {} });
  await page.send("/api/me", { forAnybody: true });
  expect(sent.map((headers) => headers.get(forWhomHeader))).toEqual(["alice", "alice", null]);
});

test("a page for nobody in particular says nothing", async () => {
  const sent = serve(ok());
  await (await openPage()).send("/api/auth/csrf");
  expect(sent[0]?.has(forWhomHeader)).toBe(false);
});

test("the server keeps no person, since it serves the pages of everybody", async () => {
  vi.stubGlobal("window", undefined);
  expect((await openPage("alice")).pagePerson()).toBeNull();
});

test("any refused request reports that somebody else is signed in, once", async () => {
  serve(otherPerson());
  const page = await openPage("alice");
  const heard = vi.fn();
  page.onPersonChange(heard);
  await page.send("/api/calls").catch(() => undefined);
  await page.send("/api/people").catch(() => undefined);
  expect([page.personChange(), heard.mock.calls.length]).toEqual(["other", 1]);
});

test("a page stays closed once somebody else is signed in, although the end of its session is told later", async () => {
  const page = await openPage("alice");
  page.reportPersonChange("nobody");
  page.reportPersonChange("other");
  page.reportPersonChange("nobody");
  expect(page.personChange()).toBe("other");
});

test("a username that is taken is nobody else's sign-in", async () => {
  serve(refusal("username_taken", 409));
  const page = await openPage("alice");
  await page.send("/api/people").catch(() => undefined);
  expect(page.personChange()).toBeNull();
});

test.each([
  ["somebody else", otherPerson(), "other"],
  ["nobody", refusal("unauthenticated", 401), "nobody"],
])("the news of another tab is checked at once: %s", async (_, answer, change) => {
  serve(answer);
  const page = await openPage("alice");
  const end = page.watchPerson();
  const other = new BroadcastChannel("browser-phone.person");
  other.postMessage({ username: "bob" });
  await vi.waitFor(() => expect(page.personChange()).toBe(change));
  other.close();
  end();
});

test("news that is not true, or of the same person, changes nothing", async () => {
  const sent = serve(ok());
  const page = await openPage("alice");
  const end = page.watchPerson();
  const other = new BroadcastChannel("browser-phone.person");
  other.postMessage({ username: "alice" });
  other.postMessage("nonsense");
  other.postMessage({ username: null });
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(page.personChange()).toBeNull();
  other.close();
  end();
});

test.each([
  ["is shown again", () => document.dispatchEvent(new Event("visibilitychange"))],
  ["gets the focus", () => window.dispatchEvent(new Event("focus"))],
  ["is no longer frozen", () => document.dispatchEvent(new Event("resume"))],
  [
    "comes back from the cache",
    () => window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true })),
  ],
])("a page that %s asks who is signed in", async (_, wake) => {
  serve(otherPerson());
  const page = await openPage("alice");
  const end = page.watchPerson();
  wake();
  await vi.waitFor(() => expect(page.personChange()).toBe("other"));
  end();
});

test("a check without an answer is made again after a second, until it is answered", async () => {
  vi.useFakeTimers();
  const sent = serve(new TypeError("failed"), refusal("unavailable", 503), otherPerson());
  const page = await openPage("alice");
  const end = page.watchPerson();
  document.dispatchEvent(new Event("resume"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect([sent.length, page.personChange()]).toEqual([3, "other"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(3);
  end();
});

test("a page says to the other tabs who is signed in", async () => {
  const other = new BroadcastChannel("browser-phone.person");
  const heard = vi.fn();
  other.onmessage = ({ data }) => heard(data);
  const page = await openPage("alice");
  page.announcePerson("bob");
  page.announcePerson(null);
  await vi.waitFor(() => expect(heard.mock.calls).toEqual([[{ username: "bob" }], [{ username: null }]]));
  other.close();
});

test("where tabs have no channel they talk through the storage", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  const stored: [string, string][] = [];
  vi.stubGlobal("localStorage", { setItem: (key: string, value: string) => stored.push([key, value]) });
  serve(otherPerson());
  const page = await openPage("alice");
  const end = page.watchPerson();
  page.announcePerson("bob");
  const [[key, newValue] = []] = stored;
  window.dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));
  await vi.waitFor(() => expect(page.personChange()).toBe("other"));
  end();
});

test("where a page may use neither, announcing does no harm", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  vi.stubGlobal("localStorage", undefined);
  const page = await openPage("alice");
  expect(() => page.announcePerson("bob")).not.toThrow();
  page.watchPerson()();
});
