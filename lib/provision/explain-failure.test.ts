import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { generate } from "selfsigned";
import { afterEach, expect, it } from "vitest";
import { openAccount } from "./account";
import { explainFailure } from "./explain-failure";
import { readAccount } from "./look";

const sid = `AC${"1".repeat(32)}`;
const token = "0123456789abcdef".repeat(2);
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** What is said when the account is asked for at `origin`. */
async function failureAt(origin: string): Promise<string> {
  try {
    await readAccount(openAccount(origin, sid, token, 300), sid);
  } catch (error) {
    const { message } = explainFailure(error, origin, sid);
    expect(message).toMatch(/^[^\n]+: [^\n]+\.$/);
    expect(message).not.toContain(token);
    expect(message).not.toContain(Buffer.from(`${sid}:${token}`).toString("base64"));
    return message;
  }
  throw new Error("nothing failed");
}

async function failureOf(answer: RequestListener): Promise<string> {
  return failureAt(`http://127.0.0.1:${await listen(createServer(answer))}`);
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };
const html =
  (status: number): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { "Content-Type": "text/html" })
      .end("<html><title>Sign in to the hotel's network</title>");
  };
const refusal = (status: number, code: number) =>
  json(status, { code, message: "Why", more_info: `https://www.twilio.com/docs/errors/${code}`, status });
const facts = { sid, friendly_name: "x", status: "active", type: "Full", owner_account_sid: sid };

it.each<[string, RequestListener, string]>([
  ["a wrong token", refusal(401, 20003), `does not accept this auth token for ${sid} (error 20003)`],
  ["an inactive account", refusal(401, 20005), "is not active (error 20005)"],
  ["a forbidden account", refusal(403, 20403), "is not active (error 20403)"],
  [
    "a suspended account that answers",
    json(200, { ...facts, status: "suspended" }),
    "is not active (it is suspended)",
  ],
  [
    "a closed account that answers",
    json(200, { ...facts, status: "closed" }),
    "is not active (it is closed)",
  ],
  ["a fault at Twilio", refusal(500, 20500), "Twilio has a fault of its own (500, error 20500)"],
  ["any other refusal", refusal(400, 20001), "Twilio refuses (400, error 20001: Why)"],
  ["a gateway of the network that is down", html(502), "answers 502"],
  ["a proxy's page", html(407), "something else than Twilio's API"],
  ["a login page", html(200), "something else than Twilio's API"],
  ["JSON of something else", json(200, { hello: "world" }), "something else than Twilio's API"],
  ["a refusal by something else", json(403, { error: "no" }), "something else than Twilio's API"],
  [
    "a redirect",
    (_request, response) => void response.writeHead(302, { Location: "/login" }).end(),
    "something else than Twilio's API",
  ],
  ["no answer", () => {}, "does not answer (ECONNABORTED)"],
])("%s", async (_title, answer, expected) => {
  expect(await failureOf(answer)).toContain(expected);
});

it("too many requests, still, after five more tries", async () => {
  let requests = 0;
  const message = await failureOf((...args) => {
    requests += 1;
    refusal(429, 20429)(...args);
  });
  expect(message).toContain("too many requests");
  expect(requests).toBe(6);
});

it("too many requests at first, then an answer", async () => {
  let requests = 0;
  const port = await listen(
    createServer((...args) => {
      requests += 1;
      (requests < 3 ? refusal(429, 20429) : json(200, facts))(...args);
    }),
  );
  expect(await readAccount(openAccount(`http://127.0.0.1:${port}`, sid, token), sid)).toMatchObject({ sid });
});

it("a port that nothing listens on", async () => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  expect(await failureAt(`http://127.0.0.1:${port}`)).toContain("does not take connections (ECONNREFUSED)");
});

it("a name that does not exist", async () => {
  // RFC 6761: never resolved.
  expect(await failureAt("https://api.twilio.invalid")).toMatch(/cannot be found \((ENOTFOUND|EAI_AGAIN)\)/);
});

it("a connection that breaks, and an answer that is no HTTP", async () => {
  const breaks = await listen(
    createTcpServer((socket) => void socket.on("data", () => socket.resetAndDestroy())),
  );
  expect(await failureAt(`http://127.0.0.1:${breaks}`)).toContain("does not take connections (ECONNRESET)");
  const other = await listen(
    createTcpServer((socket) => void socket.on("data", () => socket.end("SSH-2.0-x\r\n"))),
  );
  expect(await failureAt(`http://127.0.0.1:${other}`)).toContain("something else than Twilio's API");
});

it("a certificate that is not trusted, and a port without TLS", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
  const port = await listen(createTlsServer({ key, cert }));
  expect(await failureAt(`https://localhost:${port}`)).toContain(
    "is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
  );
  const plain = await listen(createServer(json(200, facts)));
  expect(await failureAt(`https://127.0.0.1:${plain}`)).toContain("is not trusted (EPROTO)");
});
