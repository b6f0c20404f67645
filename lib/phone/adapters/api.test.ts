import { afterEach, expect, test, vi } from "vitest";
import { makeProblem } from "../problems";
import { createApi } from "./api";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const fetched: { url: string; init: RequestInit | undefined }[] = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    fetched.push({ url, init });
    return new Response(JSON.stringify(body), { status, headers });
  });
  return fetched;
}

const token = { token: "a.b.c", identity: "u_me", expiresAt: "2026-01-01T00:10:00Z" };

test("a token", async () => {
  const fetched = answer(200, token);
  expect(await createApi().token()).toEqual({ ok: true, value: token });
  expect(fetched[0]).toMatchObject({ url: "/api/voice/token", init: { method: "POST" } });
});

test.each([
  [401, {}, "signed_out", null],
  [429, { "retry-after": "7" }, "rate_limited", 7_000],
  [429, {}, "rate_limited", null],
  [503, { "retry-after": "nonsense" }, "server_unreachable", null],
] as const)("%i %o is %s", async (status, headers, code, retryAfterMs) => {
  answer(status, {}, headers);
  expect(await createApi().token()).toEqual({ ok: false, problem: makeProblem(code), retryAfterMs });
});

test("an answer that is not a token is no token", async () => {
  answer(200, { token: 1 });
  vi.stubGlobal("navigator", { onLine: true });
  expect(await createApi().token()).toMatchObject({ ok: false, problem: { code: "server_unreachable" } });
});

test.each([
  [true, "server_unreachable"],
  [false, "network_down"],
] as const)("no answer, online %s, is %s", async (onLine, code) => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  vi.stubGlobal("navigator", { onLine });
  expect(await createApi().token()).toMatchObject({ ok: false, problem: { code } });
});

test("a record that is missing or malformed is none", async () => {
  const fetched = answer(404);
  const api = createApi();
  expect(await api.record("a/b", { wait: true, timeoutMs: 1_000 })).toBeNull();
  expect(fetched[0]?.url).toBe("/api/calls/a%2Fb?wait=1");
  answer(200, { ref: "no" });
  expect(await api.record("x", { wait: false, timeoutMs: 1_000 })).toBeNull();
});

test("beats and hints are sent and forgotten, the last beat by a beacon", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  const beacons: [string, Blob][] = [];
  vi.stubGlobal("navigator", { sendBeacon: (url: string, body: Blob) => beacons.push([url, body]) });
  const api = createApi();
  const beat = { tab: "t", phone: "gone", hidden: false, ref: null, n: 1 } as const;
  api.beat(beat);
  api.ended("ref", "tab");
  api.lastBeat(beat);
  expect(beacons.map(([url, { type }]) => [url, type])).toEqual([["/api/presence", "application/json"]]);
  expect(await beacons[0]?.[1].text()).toBe(JSON.stringify(beat));
});
