import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { request } from "./request";

const schema = z.object({ ok: z.boolean() });

/** An answer that does not come before the request is aborted. */
function silent(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

describe("request", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("returns an answer that fits the schema", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(Response.json({ ok: true }));
    await expect(request("/api/x", schema)).resolves.toEqual({ ok: true });
  });

  it.each([
    ["is no JSON", () => new Response("<html>")],
    ["does not fit", () => Response.json({ ok: 1 })],
  ])("reports an answer that %s as the server's failure", async (_, answer) => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(answer());
    await expect(request("/api/x", schema)).rejects.toMatchObject({ code: "internal" });
  });

  it("gives the server's own code, and how long to wait", async () => {
    const error = { error: { code: "rate_limited", message: "" } };
    const answer = Response.json(error, { status: 429, headers: { "Retry-After": "7" } });
    vi.spyOn(globalThis, "fetch").mockResolvedValue(answer);
    const expected = { code: "rate_limited", retryAfterSeconds: 7 };
    await expect(request("/api/x", schema)).rejects.toMatchObject(expected);
  });

  it.each([
    ["no answer", (signal: AbortSignal | null | undefined) => silent(signal)],
    [
      "an answer that stops",
      async (signal: AbortSignal | null | undefined) => {
        const body = new ReadableStream({ start: (to) => void silent(signal).catch((why) => to.error(why)) });
        return new Response(body);
      },
    ],
  ])("treats %s within the limit as a network failure", async (_, answer) => {
    const limit = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(limit.signal);
    vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => answer(init?.signal));
    const asked = request("/api/x", schema, { signal: new AbortController().signal });
    setTimeout(() => limit.abort(new DOMException("late", "TimeoutError")));
    await expect(asked).rejects.toMatchObject({ code: "network" });
  });

  it("throws the abort itself when the caller gives up", async () => {
    const mine = new AbortController();
    vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => silent(init?.signal));
    const asked = request("/api/x", schema, { signal: mine.signal });
    mine.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});
