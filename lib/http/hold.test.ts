import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdReads } from "./hold";
import { send } from "./request";

let release: () => void;
let sent: string[];

beforeEach(() => {
  vi.stubGlobal("window", new EventTarget());
  sent = [];
  vi.stubGlobal("fetch", async (path: string, { method, signal }: RequestInit) => {
    signal?.throwIfAborted();
    sent.push(`${method} ${path}`);
    return new Response();
  });
  release = holdReads();
});
afterEach(() => {
  release();
  vi.unstubAllGlobals();
});

function showPage(persisted: boolean): void {
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
}

test("a page that leaves reads nothing more, and what ends the session is sent", async () => {
  const read = send("/api/me");
  await send("/api/auth/csrf", { forAnybody: true });
  await send("/api/auth/signout", { method: "POST" });
  expect(sent).toEqual(["GET /api/auth/csrf", "POST /api/auth/signout"]);
  release();
  await read;
});

test("a page that stays after all reads what it wanted to read, and then without a delay", async () => {
  const read = send("/api/me");
  release();
  await read;
  await send("/api/calls");
  expect(sent).toEqual(["GET /api/me", "GET /api/calls"]);
});

test("what was given up meanwhile is not read", async () => {
  const mine = new AbortController();
  const read = send("/api/me", { signal: mine.signal });
  mine.abort(new DOMException("enough", "AbortError"));
  release();
  await expect(read).rejects.toMatchObject({ name: "AbortError" });
  expect(sent).toEqual([]);
});

test("a page that comes back from the cache reads, but not one that has just been loaded", async () => {
  const read = send("/api/me");
  showPage(false);
  await send("/api/sessions", { method: "DELETE" });
  expect(sent).toEqual(["DELETE /api/sessions"]);
  showPage(true);
  await read;
  expect(sent).toEqual(["DELETE /api/sessions", "GET /api/me"]);
});
