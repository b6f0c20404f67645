import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiErrorSchema, greetingMaxBytes } from "@/lib/contracts";
import { guardRequest, largestBody } from "./guard-request.mjs";

let server: Server;
let port: number;
let trusted = 0;
let seen: string | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!guardRequest(request, response, trusted)) return;
    seen = request.headers["x-forwarded-for"] as string;
    response.end("passed");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, unknown>;
}

function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = send({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      // A server that answers early may close the connection under the body.
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.flushHeaders();
    if (!headers["content-length"]) asked.end();
  });
}

test.each(["/", "/history", "/api/me", "/api/no/such", "/_next/static/x.js", "/sounds/voice.wav"])(
  "an odd method of %s is answered without a stack",
  async (path) => {
    for (const [method, status] of [
      ["TRACE", 405],
      ["PROPFIND", 501],
      ["LOCK", 501],
      ["SEARCH", 501],
    ] as const) {
      const answer = await ask(method, path);
      expect(answer.status, method).toBe(status);
      expect(answer.headers.allow).toContain("GET");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.body).not.toMatch(/ at |Error/);
    }
  },
);

test("a page takes no method that changes data, and the API takes those that it has", async () => {
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    expect((await ask(method, "/settings")).status).toBe(405);
    expect((await ask(method, "/apiary")).status).toBe(405);
    expect((await ask(method, "/api/me?x=1")).body).toBe("passed");
  }
  for (const method of ["GET", "POST"]) expect((await ask(method, "/")).body).toBe("passed");
  for (const path of ["/sounds/voice.wav", "/_next/static/x", "/_next/image?url=x", "/sw.js?v=1"]) {
    expect((await ask("GET", path)).body).toBe("passed");
    expect((await ask("POST", path)).status, path).toBe(405);
  }
});

test("a body that is announced as too large is refused before any of it is sent", async () => {
  const large = { "content-length": String(largestBody + 1) };
  for (const path of ["/", "/api/me", "/no/such"]) {
    expect((await ask("POST", path, large)).status, path).toBe(413);
  }
  const { body } = await ask("POST", "/api/me", large);
  expect(apiErrorSchema.parse(JSON.parse(body)).error.code).toBe("payload_too_large");
});

test("a greeting of voicemail may be as large as its route takes, and nothing else may", async () => {
  const path = "/api/voicemail/greeting";
  const announced = (bytes: number) => ({ "content-length": String(bytes) });
  expect((await ask("PUT", path, announced(greetingMaxBytes))).body).toBe("passed");
  expect((await ask("PUT", path, announced(greetingMaxBytes + 1))).status).toBe(413);
  for (const [method, other] of [
    ["POST", path],
    ["PUT", `${path}s`],
    ["PUT", "/api/voicemail/settings"],
  ] as const) {
    expect((await ask(method, other, announced(largestBody + 1))).status, other).toBe(413);
  }
});

test("an error of the API has the API's form", async () => {
  const { body } = await ask("TRACE", "/api/me");
  expect(apiErrorSchema.parse(JSON.parse(body)).error.code).toBe("method_not_allowed");
});

test("with no trusted proxy the address is that of the connection, whatever the client sends", async () => {
  trusted = 0;
  await ask("GET", "/", { "x-forwarded-for": "203.0.113.7" });
  expect(seen).toBe("127.0.0.1");
  await ask("GET", "/");
  expect(seen).toBe("127.0.0.1");
  trusted = 1;
  await ask("GET", "/", { "x-forwarded-for": "203.0.113.7" });
  expect(seen).toBe("203.0.113.7");
});
