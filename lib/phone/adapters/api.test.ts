import { afterEach, expect, test, vi } from "vitest";
import { makeProblem } from "../model/problems";
import type { Api } from "../ports/deps";
import { createApi } from "./api";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const fetched: { url: string; init: RequestInit | undefined }[] = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    fetched.push({ url, init });
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
  });
  return fetched;
}

const token = { token: "a.b.c", identity: "u_me", expiresAt: "2026-01-01T00:10:00Z" };

test("requests a token", async () => {
  const fetched = answer(200, token);
  expect(await createApi().token()).toEqual({ ok: true, value: token });
  expect(fetched[0]).toMatchObject({ url: "/api/voice/token", init: { method: "POST" } });
});

test.each([
  [401, {}, "signed_out", null],
  [409, {}, "signed_out", null],
  [429, { "retry-after": "7" }, "rate_limited", 7_000],
  [429, { "retry-after": "0" }, "rate_limited", 0],
  [429, {}, "rate_limited", null],
  [503, { "retry-after": "nonsense" }, "server_unreachable", null],
] as const)("an answer with %i %o means %s", async (status, headers, code, retryAfterMs) => {
  answer(status, {}, headers);
  expect(await createApi().token()).toEqual({ ok: false, problem: makeProblem(code), retryAfterMs });
});

test("an answer without a token is the server's failure", async () => {
  answer(200, { token: 1 });
  vi.stubGlobal("navigator", { onLine: true });
  expect(await createApi().token()).toMatchObject({ ok: false, problem: { code: "server_unreachable" } });
});

test.each([
  [true, "server_unreachable"],
  [false, "network_down"],
] as const)("a missing answer (online: %s) means %s", async (onLine, code) => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  vi.stubGlobal("navigator", { onLine });
  expect(await createApi().token()).toMatchObject({ ok: false, problem: { code } });
});

test("a record with a refusal or an outcome that this page does not know is a call that failed", async () => {
  const record = {
    ref: "00000000-0000-4000-8000-000000000001",
    direction: "outgoing",
    peer: null,
    anonymous: false,
    dialed: "bob",
    outcome: "transferred",
    refusal: "too_quiet",
    missed: false,
    startedAt: "2026-01-01T00:00:00Z",
    answeredAt: null,
    endedAt: null,
    durationSeconds: 0,
  };
  answer(200, record);
  const read = await createApi().record(record.ref, { wait: false, timeoutMs: 1_000 });
  expect(read).toMatchObject({ ...record, outcome: "failed", refusal: null, stage: null });
});

test("a record that is missing or malformed is null", async () => {
  const fetched = answer(404);
  const api = createApi();
  expect(await api.record("a/b", { wait: true, timeoutMs: 1_000 })).toBeNull();
  expect(fetched[0]?.url).toBe("/api/calls/a%2Fb?wait=1");
  answer(200, { ref: "no" });
  expect(await api.record("x", { wait: false, timeoutMs: 1_000 })).toBeNull();
});

const beat = { tab: "t", phone: "gone", hidden: false, ref: null, n: 1 } as const;

test.each([
  ["ended", "/api/calls/a%2Fb/ended", { tab: "t" }, (api: Api) => api.ended("a/b", "t")],
  ["busy", "/api/calls/a%2Fb/ended", { tab: "t", busy: true }, (api: Api) => api.busy("a/b", "t")],
  ["beat", "/api/presence", beat, (api: Api) => api.beat(beat)],
] as const)("%s is posted as JSON, and outlives the page", async (_, url, body, send) => {
  const fetched = answer(204);
  await send(createApi());
  expect(fetched).toHaveLength(1);
  expect(fetched[0]).toMatchObject({ url, init: { method: "POST", keepalive: true } });
  expect(new Headers(fetched[0]?.init?.headers).get("content-type")).toBe("application/json");
  expect(JSON.parse(String(fetched[0]?.init?.body))).toEqual(body);
});

test.each([
  ["no answer", () => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")))],
  ["an error", () => answer(500)],
])("a message lost to %s causes no failure", async (_, lose) => {
  lose();
  const api = createApi();
  await expect(api.ended("ref", "tab")).resolves.toBeUndefined();
  await expect(api.busy("ref", "tab")).resolves.toBeUndefined();
  await expect(api.beat(beat)).resolves.toBe("lost");
});

test.each([401, 409])("a beat tells when its person is signed out: %i", async (status) => {
  answer(status);
  expect(await createApi().beat(beat)).toBe("signed_out");
});

test("the last beat is a beacon", async () => {
  const fetched = answer(204);
  const beacons: [string, Blob][] = [];
  vi.stubGlobal("navigator", { sendBeacon: (url: string, body: Blob) => beacons.push([url, body]) });
  createApi().lastBeat(beat);
  expect(beacons.map(([url, { type }]) => [url, type])).toEqual([["/api/presence", "application/json"]]);
  expect(await beacons[0]?.[1].text()).toBe(JSON.stringify(beat));
  expect(fetched).toEqual([]);
});
