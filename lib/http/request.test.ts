import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { HttpError } from "./failure";
import { type RequestOptions, request, send } from "./request";

const schema = z.object({ ok: z.boolean() });

afterEach(() => void vi.restoreAllMocks());

/** Stubs the server's answer, and returns what was requested. */
function answer(make: () => Response) {
  return vi.spyOn(globalThis, "fetch").mockImplementation(async () => make());
}

async function failureOf(options?: RequestOptions) {
  const error = await request("/api/x", schema, options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpError)) throw new Error(`not an HttpError: ${error}`);
  return error.failure;
}

/** A server that does not answer until the request is aborted. */
function silent(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

/** A server that begins an answer and stops. */
async function broken(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Response(
    new ReadableStream({ start: (to) => void silent(signal).catch((why) => to.error(why)) }),
  );
}

describe("the request", () => {
  test("is a GET that no cache answers", async () => {
    const fetched = answer(() => Response.json({ ok: true }));
    await expect(request("/api/x", schema)).resolves.toEqual({ ok: true });
    expect(fetched).toHaveBeenCalledWith(
      "/api/x",
      expect.objectContaining({ method: "GET", cache: "no-store" }),
    );
    expect(fetched.mock.calls[0]?.[1]).not.toHaveProperty("body");
  });

  test("sends a body as JSON", async () => {
    const fetched = answer(() => new Response());
    await send("/api/x", { method: "POST", body: { a: 1 }, keepalive: true });
    const headers = { "Content-Type": "application/json" };
    const wanted = { method: "POST", body: '{"a":1}', headers, keepalive: true };
    expect(fetched).toHaveBeenCalledWith("/api/x", expect.objectContaining(wanted));
  });

  test("sends a file under its own type", async () => {
    const fetched = answer(() => new Response());
    const body = new Blob(["sound"], { type: "audio/wav" });
    await send("/api/x", { method: "PUT", body });
    const headers = { "Content-Type": "audio/wav" };
    expect(fetched).toHaveBeenCalledWith("/api/x", expect.objectContaining({ method: "PUT", body, headers }));
  });

  test("sends a form", async () => {
    const fetched = answer(() => new Response());
    await send("/api/x", { method: "POST", form: { a: "1 2" } });
    expect(String(fetched.mock.calls[0]?.[1]?.body)).toBe("a=1+2");
  });
});

describe("the result", () => {
  test.each([
    ["is not JSON", () => new Response("<html>")],
    ["is empty", () => new Response()],
    ["does not fit", () => Response.json({ ok: 1 })],
  ])("a success whose body %s is malformed", async (_, make) => {
    answer(make);
    expect(await failureOf()).toEqual({ code: "malformed" });
  });

  test("a refusal of the API has its code, and the time to wait", async () => {
    const body = { error: { code: "rate_limited", message: "" } };
    answer(() => Response.json(body, { status: 429, headers: { "Retry-After": "0" } }));
    expect(await failureOf()).toEqual({
      code: "status",
      status: 429,
      error: "rate_limited",
      retryAfterSeconds: 0,
    });
  });

  test.each(["<html>Bad gateway</html>", "", '{"error":{"code":"of a later version","message":""}}'])(
    "a refusal that is not the API's has its status: %j",
    async (body) => {
      answer(() => new Response(body, { status: 502 }));
      expect(await failureOf()).toEqual({
        code: "status",
        status: 502,
        error: null,
        retryAfterSeconds: null,
      });
    },
  );

  test("a listed status is read as an answer", async () => {
    answer(() => Response.json({ ok: false }, { status: 503 }));
    await expect(request("/api/x", schema, { answerStatus: 503 })).resolves.toEqual({ ok: false });
    expect(await failureOf({ answerStatus: 500 })).toMatchObject({ code: "status", status: 503 });
  });

  test("a missing connection is the network's failure", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("failed to fetch"));
    expect(await failureOf()).toEqual({ code: "network" });
  });
});

describe("the time limit and the caller's signal", () => {
  test.each([
    ["no answer", silent],
    ["an answer that breaks off", broken],
  ])("%s within the limit is the network's failure", async (_, serve) => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(limit.signal);
    vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => serve(init?.signal));
    const failure = failureOf({ limitMs: 700 });
    setTimeout(() => limit.abort(new DOMException("late", "TimeoutError")));
    expect(await failure).toEqual({ code: "network" });
    expect(timeout).toHaveBeenCalledWith(700);
  });

  test.each([
    ["no answer", silent],
    ["half an answer", broken],
  ])("an aborted request with %s throws the signal's reason", async (_, serve) => {
    const mine = new AbortController();
    vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => serve(init?.signal));
    const asked = request("/api/x", schema, { signal: mine.signal });
    const reason = new DOMException("enough", "AbortError");
    setTimeout(() => mine.abort(reason));
    await expect(asked).rejects.toBe(reason);
  });

  test("a browser without AbortSignal.any has both", async () => {
    vi.stubGlobal("AbortSignal", { timeout: AbortSignal.timeout.bind(AbortSignal) });
    const mine = new AbortController();
    vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => silent(init?.signal));
    const reason = new DOMException("enough", "AbortError");
    const asked = request("/api/x", schema, { signal: mine.signal });
    setTimeout(() => mine.abort(reason));
    await expect(asked).rejects.toBe(reason);
    const late = request("/api/x", schema, { signal: new AbortController().signal, limitMs: 1 });
    await expect(late).rejects.toMatchObject({ failure: { code: "network" } });
    vi.unstubAllGlobals();
  });
});

describe("an answer with a tag", () => {
  const tagged = (tag: string, ok: boolean) => Response.json({ ok }, { headers: { ETag: tag } });
  const asked = (fetched: ReturnType<typeof answer>) =>
    fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get("If-None-Match"));

  test("is asked for by its tag, and the same value is given when it is still the same", async () => {
    const fetched = answer(() => tagged('W/"1"', true));
    const first = await request("/api/tagged", schema);
    fetched.mockImplementation(async () => new Response(null, { status: 304 }));
    expect(await request("/api/tagged", schema)).toBe(first);
    fetched.mockImplementation(async () => tagged('W/"2"', false));
    expect(await request("/api/tagged", schema)).toEqual({ ok: false });
    await request("/api/tagged", schema);
    expect(asked(fetched)).toEqual([null, 'W/"1"', 'W/"1"', 'W/"2"']);
  });

  test("is not used for another path, another schema, a change, or a request for anybody", async () => {
    const fetched = answer(() => tagged('"1"', true));
    await request("/api/own", schema);
    await request("/api/own", schema, { method: "POST" });
    await request("/api/own", schema, { forAnybody: true });
    await request("/api/own?q=", schema);
    await request("/api/own", z.object({ ok: z.boolean() }));
    expect(asked(fetched)).toEqual([null, null, null, null, null]);
  });

  test("is forgotten once twenty others are kept", async () => {
    const fetched = answer(() => tagged('"1"', true));
    const paths = Array.from({ length: 20 }, (_, n) => `/api/many?n=${n}`);
    for (const path of ["/api/old", ...paths.slice(1), "/api/old", paths[0] ?? ""])
      await request(path, schema);
    fetched.mockClear();
    await request("/api/old", schema);
    await request("/api/one-more", schema);
    await request("/api/many?n=1", schema);
    expect(asked(fetched)).toEqual(['"1"', null, null]);
  });

  test("a 304 that nobody asked for is a failure", async () => {
    answer(() => new Response(null, { status: 304 }));
    expect(await failureOf()).toMatchObject({ code: "status", status: 304 });
  });
});

test("a request without a limit ends by the caller's signal alone", async () => {
  const timeout = vi.spyOn(AbortSignal, "timeout");
  const mine = new AbortController();
  vi.spyOn(globalThis, "fetch").mockImplementation((_path, init) => silent(init?.signal));
  const asked = send("/api/x", { limitMs: null, signal: mine.signal });
  mine.abort(new DOMException("enough", "AbortError"));
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  expect(timeout).not.toHaveBeenCalled();
});
