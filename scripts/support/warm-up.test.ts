import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import twilio from "twilio";
import { afterEach, expect, test } from "vitest";
import { warmUp } from "./warm-up.mjs";

const env = {
  TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`,
  TWILIO_AUTH_TOKEN: "b2".repeat(16),
  APP_URL: "https://phone.example/",
};
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Something that listens as the app does, and answers with what `status` says of each request. */
async function listener(status: (request: IncomingMessage, body: string) => number): Promise<string> {
  const server = createServer(async (request, response) => {
    response.writeHead(status(request, await text(request))).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  ends.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the app gets signed webhooks of calls, each with a CallSid of its own", async () => {
  const seen = new Map<string, Set<string>>();
  const address = await listener(({ url = "", headers }, body) => {
    const form = Object.fromEntries(new URLSearchParams(body));
    const signature = String(headers["x-twilio-signature"]);
    const isSigned = twilio.validateRequest(
      env.TWILIO_AUTH_TOKEN,
      signature,
      `https://phone.example${url}`,
      form,
    );
    seen.set(url, (seen.get(url) ?? new Set()).add(form.CallSid ?? ""));
    return isSigned ? 200 : 403;
  });
  expect(await warmUp(address, env)).toBe(120);
  expect([...seen].map(([url, sids]) => [url, sids.size])).toEqual([
    ["/api/voice/call", 60],
    ["/api/voice/status", 60],
  ]);
});

test("an app that takes none gets no second one", async () => {
  let asked = 0;
  const address = await listener(() => {
    asked += 1;
    return 403;
  });
  expect(await warmUp(address, env)).toBe(0);
  expect(asked).toBe(1);
});

test("an app that is not configured, or does not answer, is let alone", async () => {
  expect(await warmUp("http://127.0.0.1:1", { ...env, TWILIO_AUTH_TOKEN: undefined })).toBe(0);
  expect(await warmUp("http://127.0.0.1:1", env)).toBe(0);
});
