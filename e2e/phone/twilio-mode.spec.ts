import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { generate } from "selfsigned";
import { startGatewayProcess } from "../../lib/gateway/testing/process";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { startStack } from "../support/stack";
import { expect, test } from "../support/test";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

test("pages in Twilio mode make and take a call, and load no code of local mode", async () => {
  const voice = {
    TWILIO_ACCOUNT_SID: `AC${hex(16)}`,
    TWILIO_AUTH_TOKEN: hex(16),
    TWILIO_API_KEY: `SK${hex(16)}`,
    TWILIO_API_SECRET: hex(16),
    TWILIO_TWIML_APP_SID: `AP${hex(16)}`,
  };
  const folder = await mkdtemp(join(tmpdir(), "browser-phone-tls-"));
  const pems = await generate([{ name: "commonName", value: "voice-js.roaming.twilio.com" }]);
  await writeFile(join(folder, "cert.pem"), pems.cert);
  await writeFile(join(folder, "key.pem"), pems.private, { mode: 0o600 });

  const stack = await startStack({ ...voice, NEXTAUTH_SECRET: hex(32) });
  const gateway = await startGatewayProcess({
    ...voice,
    VOICE_URL: `${stack.appUrl}/api/voice/call`,
    VOICE_GATEWAY_TLS_CERT: join(folder, "cert.pem"),
    VOICE_GATEWAY_TLS_KEY: join(folder, "key.pem"),
  });
  // Twilio's host name resolves to the gateway. Nothing else differs from the browser of other tests.
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...chromiumArgs,
      `--host-resolver-rules=MAP voice-js.*.twilio.com 127.0.0.1:${gateway.port}`,
      "--ignore-certificate-errors",
    ],
  });
  try {
    // The SDK also reports to Twilio's event gateway, which has no stand-in here.
    const options = { origin: stack.appUrl, expectedErrors: [/eventgw\.(us1\.)?twilio\.com/] };
    const alice = await newPerson(browser, "alice", options);
    const loaded: string[] = [];
    alice.page.on("response", async (response) => {
      // What the browser has kept is answered with 304, without a body.
      if (response.request().resourceType() === "script" && response.ok()) loaded.push(await response.text());
    });
    await alice.page.reload();
    const bob = await newPerson(browser, "bob", options);

    const token = await (await alice.context.request.post(`${stack.appUrl}/api/voice/token`)).json();
    expect(Object.keys(token).sort()).toEqual(["expiresAt", "identity", "token"]);

    await connect(alice, bob);
    expect(await loudness(alice.page)).toBeGreaterThan(audible);
    expect(await loudness(bob.page)).toBeGreaterThan(audible);
    await button(bob.page, "Hang up").click();
    await expectStatus(alice.page, "Ended: completed");

    expect(loaded.length).toBeGreaterThan(0);
    // The pattern of Twilio's host names, which only the code for the local gateway contains.
    expect(loaded.some((script) => script.includes("^voice-js\\."))).toBe(false);
  } finally {
    await browser.close();
    await gateway.kill();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
