import { afterEach, describe, expect, test } from "vitest";
import { startSelfSigned, startServer, stopServers } from "@/lib/doctor/testing/servers";
import { startFullServer } from "@/lib/gateway/testing/full-server";
import { boundedRequest, NoAnswer } from "./bounded-request";

afterEach(stopServers);

const ask = (url: string, limitMs = 5_000) => boundedRequest(url, { limitMs, bodyLimit: 1_000 });

/** Why there was no answer. */
async function reasonOf(asking: Promise<unknown>): Promise<string> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NoAnswer)) throw new Error("there was an answer, or another error");
  return error.kind;
}

test("a body is read up to its limit, and a server that goes on sending is left", async () => {
  const url = await startServer((request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => {
      if (request.socket.destroyed) return;
      response.write("x".repeat(400), () => setImmediate(more));
    };
    more();
  });
  const { status, text } = await ask(url);
  expect([status, text]).toEqual([200, "x".repeat(1_000)]);
});

test("a redirect is an answer, and is not followed", async () => {
  const seen: (string | undefined)[] = [];
  const url = await startServer((request, response) => {
    seen.push(request.url);
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  const answer = await ask(`${url}/first`);
  expect([answer.status, answer.headers.get("location"), seen]).toEqual([302, "/elsewhere", ["/first"]]);
});

describe("a request without an answer says why", () => {
  test("the connection is refused", async () => {
    expect(await reasonOf(ask("http://127.0.0.1:2"))).toBe("refused");
  });

  test("the host is unknown", async () => {
    expect(await reasonOf(ask("http://nobody.invalid"))).toBe("dns");
  });

  test("the certificate is signed by nobody", async () => {
    const url = await startSelfSigned((_request, response) => response.end("secret"));
    expect(await reasonOf(ask(url))).toBe("tls");
  });

  test("no TLS is spoken there", async () => {
    const url = await startServer((_request, response) => response.end());
    expect(await reasonOf(ask(url.replace("http:", "https:")))).toBe("tls");
  });

  test("the answer does not come, or does not end", async () => {
    const silent = await startServer(() => {});
    expect(await reasonOf(ask(silent, 100))).toBe("timeout");
    const endless = await startServer((_request, response) => void response.write("x"));
    expect(await reasonOf(ask(endless, 100))).toBe("timeout");
  });

  test("nobody accepts the connection", async () => {
    const full = await startFullServer();
    try {
      expect(await reasonOf(ask(`http://127.0.0.1:${full.port}`, 100))).toBe("timeout");
    } finally {
      full.close();
    }
  });
});
