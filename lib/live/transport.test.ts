import { afterEach, expect, test, vi } from "vitest";
import type { TransportListener } from "./ports";
import { openTransport, sendScreen } from "./transport";

afterEach(() => void vi.unstubAllGlobals());

const id = "00000000-0000-4000-8000-000000000001";
const bytes = (text: string) => new TextEncoder().encode(text);

/** A server that answers with a stream, which the test writes. */
function serve() {
  let to: ReadableStreamDefaultController<Uint8Array> | undefined;
  const asked: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, init });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        to = controller;
        init.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  });
  return { asked, write: (part: Uint8Array) => to?.enqueue(part), end: () => to?.close() };
}

function listen() {
  const listener = { alive: vi.fn(), data: vi.fn(), end: vi.fn() } satisfies TransportListener;
  return { listener, close: openTransport(id, id, listener) };
}

test("tells each event, although a letter may come in two parts, and each comment as a sign of life", async () => {
  const server = serve();
  const { listener } = listen();
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  expect(server.asked[0]?.path).toBe(`/api/changes?stream=${id}&tab=${id}`);
  const text = bytes('data: "あ"\n\n');
  server.write(text.slice(0, 8));
  server.write(text.slice(8));
  server.write(bytes(": ping\n\n"));
  await vi.waitFor(() => expect(listener.alive).toHaveBeenCalledTimes(3));
  expect(listener.data.mock.calls).toEqual([['"あ"']]);
  server.end();
  await vi.waitFor(() => expect(listener.end).toHaveBeenCalledWith({ status: null, retryAfterMs: null }));
});

test("is not ended by the time limit of other requests", async () => {
  const timeout = vi.spyOn(AbortSignal, "timeout");
  const server = serve();
  const { close } = listen();
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  expect(timeout).not.toHaveBeenCalled();
  close();
  timeout.mockRestore();
});

test("ends the request when it is closed, and tells nothing more", async () => {
  const server = serve();
  const { listener, close } = listen();
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  close();
  expect(server.asked[0]?.init.signal?.aborted).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(listener.end).not.toHaveBeenCalled();
});

test("tells the status of a refusal, and how long to wait", async () => {
  const refusal = { error: { code: "rate_limited", message: "" } };
  vi.stubGlobal("fetch", async () =>
    Response.json(refusal, { status: 429, headers: { "Retry-After": "7" } }),
  );
  const { listener } = listen();
  await vi.waitFor(() => expect(listener.end).toHaveBeenCalledWith({ status: 429, retryAfterMs: 7_000 }));
});

test("a session that has ended is reported as by any other request", async () => {
  vi.resetModules();
  vi.stubGlobal("window", new EventTarget());
  const person = await import("@/lib/http/person");
  const transport = await import("./transport");
  person.openPageFor("alice");
  const refusal = { error: { code: "unauthenticated", message: "" } };
  vi.stubGlobal("fetch", async () => Response.json(refusal, { status: 401 }));
  transport.openTransport(id, id, { alive: vi.fn(), data: vi.fn(), end: vi.fn() });
  await vi.waitFor(() => expect(person.personChange()).toBe("nobody"));
});

test("sends a screen, and says whether it was accepted", async () => {
  const sent: RequestInit[] = [];
  const screen = { stream: id, people: ["bob"], arrivals: true };
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    sent.push(init);
    return new Response(null, { status: sent.length === 1 ? 204 : 404 });
  });
  expect(await sendScreen(screen)).toBe(true);
  expect(sent[0]).toMatchObject({ method: "PUT", body: JSON.stringify(screen) });
  expect(await sendScreen(screen)).toBe(false);
});
