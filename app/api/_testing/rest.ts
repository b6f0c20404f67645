import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import * as configuration from "@/lib/env";

/** A request to the voice network's REST interface. */
interface RestRequest {
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

/** The voice network's REST interface, as a server that records what it is asked. */
export interface FakeRest {
  readonly requests: RestRequest[];
  /** What it answers; "nothing": the request hangs. */
  answer: { status: number; body: string } | "nothing";
  /** The CallSids that it was asked to end, with the status asked for. */
  ended(): string[];
}

/** Makes such a server the voice network of this file's tests. It answers 200 at first. */
export function startRest(): FakeRest {
  const good = { status: 200, body: "{}" };
  const rest: FakeRest = {
    requests: [],
    answer: good,
    ended: () => rest.requests.map(({ path, body }) => `${/(CA\w+)\.json$/.exec(path)?.[1]} ${body}`).sort(),
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { url: path = "", headers } = request;
    rest.requests.push({ path, authorization: headers.authorization ?? "", body });
    if (rest.answer === "nothing") return;
    response.writeHead(rest.answer.status, { "content-type": "application/json" }).end(rest.answer.body);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    rest.requests.length = 0;
    rest.answer = good;
    const { port } = server.address() as AddressInfo;
    const real = configuration.env();
    vi.spyOn(configuration, "env").mockReturnValue({ ...real, TWILIO_API_URL: `http://127.0.0.1:${port}` });
  });
  return rest;
}
