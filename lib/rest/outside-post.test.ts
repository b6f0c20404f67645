import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NoAnswer } from "./bounded-request";
import { postOutside } from "./outside-post";

describe("a request to an address that somebody else has named", () => {
  let requests = 0;
  let answer: RequestListener = (_, response) => response.end();
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  beforeEach(async () => {
    requests = 0;
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const port = () => (server.address() as AddressInfo).port;
  const post = (url: string, isInsideAllowed: boolean, limitMs = 5_000) =>
    postOutside(new URL(url), {
      headers: {},
      body: Buffer.from("x"),
      limitMs,
      bodyLimit: 100,
      isInsideAllowed,
    });

  test("does not reach this machine by a name that leads to it", async () => {
    // `localhost` leads to this machine like any name that an attacker owns.
    const asked = post(`https://localhost:${port()}/`, false);
    await expect(asked).rejects.toMatchObject({ name: "NoAnswer", code: "INSIDE_ADDRESS" });
    expect(requests).toBe(0);
  });

  test("is never made without TLS", async () => {
    await expect(post(`http://localhost:${port()}/`, false)).rejects.toMatchObject({ code: "NOT_HTTPS" });
    expect(requests).toBe(0);
  });

  test("reaches this machine if its operator has named it, and follows no redirect", async () => {
    answer = (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port()}/other` }).end();
    expect(await post(`http://127.0.0.1:${port()}/`, true)).toBe(307);
    expect(requests).toBe(1);
  });

  test("ends after its time, and after its share of the answer", async () => {
    answer = () => {};
    await expect(post(`http://127.0.0.1:${port()}/`, true, 50)).rejects.toMatchObject({ kind: "timeout" });
    answer = (_, response) => {
      response.write("x".repeat(1_000));
    };
    expect(await post(`http://127.0.0.1:${port()}/`, true)).toBe(200);
  });

  test("says that nobody answers", async () => {
    await expect(post("http://127.0.0.1:9/", true)).rejects.toBeInstanceOf(NoAnswer);
  });
});
