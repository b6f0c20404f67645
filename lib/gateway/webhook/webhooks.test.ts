import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Journal } from "../base/journal";
import { FakeClock } from "../testing/clock";
import { startFullServer } from "../testing/full-server";
import { listenOnFreePort } from "../testing/listen";
import { signature } from "./signature";
import { HttpWebhooks, type Target } from "./webhooks";

interface Seen {
  request: IncomingMessage;
  body: string;
}

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function application(
  answer: (seen: Seen, response: ServerResponse) => void,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ request, body });
    answer({ request, body }, response);
  });
  const port = await listenOnFreePort(server);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, seen };
}

const post = (url: string): Target => ({ url, method: "POST" });
const lines: string[] = [];
const log = (about: string, what: string) => lines.push(`${about}: ${what}`);
const webhooks = new HttpWebhooks("auth-token", log);
const PARAMS = [
  ["To", "我 + &"],
  ["From", "client:alice"],
] as const;

test("a POST sends a signed form and resolves with the answer", async () => {
  const app = await application((_seen, response) => response.end("<Response/>"));
  const url = `${app.url}/voice?a=1`;
  expect(await webhooks.request(post(`${url}#fragment`), PARAMS, "CA1")).toEqual({
    status: 200,
    body: "<Response/>",
  });
  const [{ request, body } = { request: undefined, body: "" }] = app.seen;
  expect(new URLSearchParams(body).get("To")).toBe("我 + &");
  expect(request?.url).toBe("/voice?a=1");
  expect(request?.headers["x-twilio-signature"]).toBe(signature("auth-token", url, PARAMS));
  expect(request?.headers["i-twilio-idempotency-token"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("each request has its own connection", async () => {
  const app = await application((_seen, response) => response.end());
  await webhooks.request(post(app.url), [], "CA1");
  expect(app.seen[0]?.request.headers.connection).toBe("close");
});

test("a GET puts the parameters into the URL and signs it", async () => {
  const app = await application((_seen, response) => response.end());
  await webhooks.request({ url: `${app.url}/voice?a=1`, method: "GET" }, [["b", "2 3"]], "CA1");
  const request = app.seen[0]?.request;
  expect(request?.url).toBe("/voice?a=1&b=2+3");
  expect(request?.headers["x-twilio-signature"]).toBe(
    signature("auth-token", `${app.url}/voice?a=1&b=2+3`, []),
  );
});

test("a request that is answered with an error is not repeated", async () => {
  const app = await application((_seen, response) => response.writeHead(500).end());
  expect((await webhooks.request(post(app.url), [], "CA1")).status).toBe(500);
  expect(app.seen).toHaveLength(1);
});

test("a request whose connection breaks is not repeated", async () => {
  const app = await application(({ request }) => request.socket.destroy());
  await expect(webhooks.request(post(app.url), [], "CA1")).rejects.toThrow();
  expect(app.seen).toHaveLength(1);
});

test("a refused connection is tried once more", async () => {
  // A port that has been closed again. The log shows both attempts.
  const server = createTcpServer();
  const port = await listenOnFreePort(server);
  await new Promise((resolve) => server.close(resolve));
  lines.length = 0;
  await expect(webhooks.request(post(`http://127.0.0.1:${port}/voice`), [], "CA1")).rejects.toThrow(
    "ECONNREFUSED",
  );
  expect(lines.filter((line) => line.includes("failed"))).toHaveLength(2);
});

test("a connection that takes too long is tried once more, then fails", async () => {
  // The server accepts the connection and never begins the TLS handshake.
  const attempts: number[] = [];
  const server = createTcpServer(() => attempts.push(Date.now()));
  const port = await listenOnFreePort(server);
  closers.push(() => server.close());
  const impatient = new HttpWebhooks("auth-token", () => {}, { connectMs: 50, totalMs: 5_000 });
  await expect(impatient.request(post(`https://127.0.0.1:${port}`), [], "CA1")).rejects.toThrow(
    "no connection within 50 ms",
  );
  expect(attempts).toHaveLength(2);
});

test("a server that accepts no connection is tried twice, and the log names the time limit", async () => {
  const server = await startFullServer();
  closers.push(() => server.close());
  lines.length = 0;
  const impatient = new HttpWebhooks("auth-token", log, { connectMs: 50, totalMs: 10_000 });
  await expect(impatient.request(post(`http://127.0.0.1:${server.port}/voice`), [], "CA1")).rejects.toThrow(
    "no connection within 50 ms",
  );
  expect(lines.filter((line) => line.endsWith("failed: no connection within 50 ms"))).toHaveLength(2);
});

test("an answer that switches protocols is an error", async () => {
  const server = createTcpServer((socket) => {
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  });
  const port = await listenOnFreePort(server);
  closers.push(() => server.close());
  await expect(webhooks.request(post(`http://127.0.0.1:${port}/voice`), [], "CA1")).rejects.toThrow(
    "switches protocols",
  );
});

test("a request without an answer fails at its time limit", async () => {
  const app = await application(() => {});
  const impatient = new HttpWebhooks("auth-token", () => {}, { connectMs: 1_000, totalMs: 50 });
  await expect(impatient.request(post(app.url), [], "CA1")).rejects.toThrow("50 ms");
  expect(app.seen).toHaveLength(1);
});

test("an answer of more than 256 KiB is an error", async () => {
  const app = await application((_seen, response) => response.end("x".repeat(300_000)));
  await expect(webhooks.request(post(app.url), [], "CA1")).rejects.toThrow("bytes");
});

test("a report is made once the present work is done, so that devices are told first", async () => {
  const app = await application((_seen, response) => response.end());
  const order: string[] = [];
  const target: Target = {
    method: "POST",
    get url() {
      order.push("reported");
      return app.url;
    },
  };
  webhooks.report(target, [], "CA1");
  order.push("told");
  await expect.poll(() => app.seen.length).toBe(1);
  expect(order).toEqual(["told", "reported"]);
});

test("a report never throws, and the log says that the application refused it", async () => {
  const app = await application((_seen, response) => response.writeHead(403).end());
  lines.length = 0;
  webhooks.report(post(app.url), [], "CA1");
  await expect.poll(() => lines.join(), { timeout: 10_000 }).toContain("refused a status callback with 403");
});

test("the journal gets each attempt with its parameters and signature, and how it ended", async () => {
  const journal = new Journal(new FakeClock());
  const told = new HttpWebhooks("auth-token", log, undefined, journal);
  const app = await application((_seen, response) => response.writeHead(418).end("<Response/>"));
  const { port } = new URL(app.url);
  await told.request(post(`http://user:pass@127.0.0.1:${port}/voice#part`), PARAMS, "CA1");
  const about = { kind: "webhook", callSid: "CA1", method: "POST", url: `${app.url}/voice` };
  const answered = app.seen[0]?.request.headers["x-twilio-signature"];
  expect(journal.entries()).toMatchObject([
    { ...about, id: 1, event: "sent", attempt: 1, parameters: PARAMS, signature: answered },
    { ...about, event: "answered", of: 1, status: 418, body: "<Response/>", ms: expect.any(Number) },
  ]);
  expect(JSON.stringify(journal.entries())).not.toMatch(/pass|auth-token/);
});

test("the journal gets both attempts of a request that cannot be made", async () => {
  const journal = new Journal(new FakeClock());
  const told = new HttpWebhooks("auth-token", log, undefined, journal);
  const server = createTcpServer();
  const port = await listenOnFreePort(server);
  await new Promise((resolve) => server.close(resolve));
  await expect(told.request(post(`http://127.0.0.1:${port}/`), [], "CA1")).rejects.toThrow();
  expect(journal.entries()).toMatchObject([
    { event: "sent", attempt: 1 },
    { event: "failed", of: 1, why: expect.stringContaining("ECONNREFUSED") },
    { event: "sent", attempt: 2 },
    { event: "failed", of: 3 },
  ]);
});
