import { afterEach, expect, test, vi } from "vitest";
import { makeProblem } from "../model/problems";
import { createGuestApi } from "./guest-api";

afterEach(() => {
  vi.unstubAllGlobals();
});

const token = { token: "a.b.c", identity: "g_1", expiresAt: "2026-01-01T00:10:00Z" };
const guest = {
  secret: "s".repeat(32),
  key: "00000000-0000-4000-8000-000000000001",
  name: "Carol",
  token,
};
const ref = "00000000-0000-4000-8000-000000000002";

/** A server that answers everything alike, and what it was asked. */
function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    asked.push(`${init.method} ${url} ${init.body ?? ""}`.trim());
    return new Response(JSON.stringify(body), { status, headers });
  });
  return asked;
}

test("the first token is the one that the page brought, and later ones are asked for with its key and name", async () => {
  const later = { ...token, token: "d.e.f" };
  const asked = answer(200, later);
  const api = createGuestApi(guest);
  expect(await api.token()).toEqual({ ok: true, value: token });
  expect(asked).toEqual([]);
  expect(await api.token()).toEqual({ ok: true, value: later });
  expect(asked).toEqual([`POST /api/guest/${guest.secret}/token {"key":"${guest.key}","name":"Carol"}`]);
});

test.each([
  [404, {}, "link_over", null],
  [410, {}, "link_over", null],
  [429, { "retry-after": "7" }, "rate_limited", 7_000],
  [401, {}, "server_unreachable", null],
  [503, {}, "server_unreachable", null],
] as const)("an answer with %i %o means %s", async (status, headers, code, retryAfterMs) => {
  answer(status, {}, headers);
  const api = createGuestApi(guest);
  await api.token();
  expect(await api.token()).toEqual({ ok: false, problem: makeProblem(code), retryAfterMs });
});

test("asks for its call, and says that it is over, below the path of the link", async () => {
  const asked = answer(404);
  const api = createGuestApi(guest);
  expect(await api.record(ref, { wait: true, timeoutMs: 1_000 })).toBeNull();
  await api.ended(ref, "tab");
  expect(asked).toEqual([
    `GET /api/guest/${guest.secret}/calls/${ref}?wait=1`,
    `POST /api/guest/${guest.secret}/calls/${ref}/ended {}`,
  ]);
});

test("sends no beats", async () => {
  const asked = answer(200);
  const api = createGuestApi(guest);
  const beat = { tab: ref, n: 1, phone: "in_call", hidden: false, ref, stream: null } as const;
  expect(await api.beat(beat)).toBe("stored");
  api.lastBeat(beat);
  await api.busy(ref, "tab");
  expect(asked).toEqual([]);
});
