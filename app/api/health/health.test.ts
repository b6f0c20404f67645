import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { healthSchema } from "@/lib/contracts";
import * as configuration from "@/lib/env";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { health } from "../_testing/routes";

startApp();
let gateway: Server | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  gateway?.closeAllConnections();
  gateway?.close();
});

async function listen(status: number | "never"): Promise<string> {
  gateway = createServer((request, response) => {
    if (status === "never") return;
    response.writeHead(request.url === "/healthz" ? status : 404).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => gateway?.once("listening", resolve));
  return `ws://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
}

async function ask(change: Partial<configuration.Env>) {
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({ ...real, ...change });
  const response = await new Browser().send(health.GET, "/api/health");
  return { status: response.status, body: healthSchema.parse(await response.json()) };
}

test("local mode is answered with 200 when everything works", async () => {
  expect(await ask({ VOICE_GATEWAY_URL: await listen(200) })).toEqual({
    status: 200,
    body: { status: "ok", mode: "local", database: "ok", voice: "ok" },
  });
});

test.each([500, "never"] as const)(
  "a gateway that answers %s is reported with 503 within 3 s",
  async (status) => {
    const started = performance.now();
    const answer = await ask({ VOICE_GATEWAY_URL: await listen(status) });
    expect(answer).toMatchObject({
      status: 503,
      body: { status: "failing", database: "ok", voice: "failing" },
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  },
);

test("voice is ok in twilio mode, since its settings were checked at the start", async () => {
  const answer = await ask({ mode: "twilio", VOICE_GATEWAY_URL: undefined });
  expect(answer).toMatchObject({ status: 200, body: { mode: "twilio", voice: "ok" } });
});
