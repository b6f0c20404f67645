import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("window", {});
});
afterEach(() => vi.unstubAllGlobals());

type Request = (
  name: string,
  options: LockOptions,
  run: (lock: object | null) => unknown,
) => Promise<unknown>;

/** The tabs of a page of this person, in a browser with these locks. */
async function tabsFor(person: string | null, request: Request) {
  vi.stubGlobal("navigator", { locks: { request } });
  const { openPageFor } = await import("@/lib/http/person");
  if (person) openPageFor(person);
  return (await import("./tabs")).createTabs();
}

const never = new AbortController().signal;
const nothing = () => undefined;

test("the lock bears the name of the page's person", async () => {
  const names: string[] = [];
  const grant: Request = async (name, _options, run) => {
    names.push(name);
    return run({});
  };
  await (await tabsFor("alice", grant))?.lock("now", nothing, never);
  vi.resetModules();
  await (await tabsFor("bob", grant))?.lock("now", nothing, never);
  vi.resetModules();
  await (await tabsFor(null, grant))?.lock("now", nothing, never);
  expect(names).toEqual(["browser-phone.alice", "browser-phone.bob", "browser-phone"]);
});

test("tabs of two people do not hear each other, and tabs of one person do", async () => {
  const grant: Request = async (_name, _options, run) => run({});
  const heard: string[] = [];
  const ofAlice = await tabsFor("alice", grant);
  vi.resetModules();
  const ofBob = await tabsFor("bob", grant);
  const ends = [ofAlice?.listen(() => heard.push("alice")), ofBob?.listen(() => heard.push("bob"))];
  ofAlice?.send({ type: "whatCalls" });
  ofBob?.send({ type: "inCall" });
  await vi.waitFor(() => expect(heard.sort()).toEqual(["alice", "bob"]));
  for (const end of ends) end?.();
});

test("a browser that refuses every lock keeps no tab from its phone", async () => {
  const refuse: Request = () => Promise.reject(new DOMException("denied", "SecurityError"));
  const lost = vi.fn();
  for (const how of ["now", "wait", "steal"] as const) {
    const release = await (await tabsFor("alice", refuse))?.lock(how, lost, never);
    expect(release, how).toBeTypeOf("function");
    release?.();
  }
  expect(lost).not.toHaveBeenCalled();
});

test("a lock that is not waited for any more is not granted", async () => {
  const abort: Request = () => Promise.reject(new DOMException("aborted", "AbortError"));
  expect(await (await tabsFor("alice", abort))?.lock("wait", nothing, never)).toBeNull();
});

test.each([
  ["are missing", {}],
  ["are undefined", { locks: undefined }],
  [
    "throw",
    {
      get locks() {
        throw new DOMException("forbidden", "SecurityError");
      },
    },
  ],
])("a browser whose locks %s has no tabs", async (_, navigator) => {
  vi.stubGlobal("navigator", navigator);
  expect((await import("./tabs")).createTabs()).toBeNull();
});

test("a browser without channels has no tabs", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  expect(await tabsFor("alice", async () => undefined)).toBeNull();
});
