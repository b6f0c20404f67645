import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import type * as LocalVoiceGateway from "../../lib/gateway/index";
import { packPackage } from "../../scripts/gateway-package/pack";
import { Consumer } from "../../scripts/gateway-package/testing/consumer";
import { startProgram } from "../../scripts/gateway-package/testing/program";
import { AUDIBLE } from "./support/phone";

/** What the page of the example keeps for a look at the call. */
declare const call: { getRemoteStream(): MediaStream };

/** The peak amplitude (0..1) of what a page receives within a second and a half: the fake microphone beeps once a second. */
function loudness(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(call.getRemoteStream()).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    for (const end = Date.now() + 1_500; Date.now() < end; ) {
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await context.close();
    return peak;
  });
}

test("a page and a server of a stranger call through the installed package, and both sides hear each other", async ({
  context,
}) => {
  const archives = mkdtempSync(`${tmpdir()}/gateway-archive-`);
  const consumer = new Consumer();
  const { archive } = await packPackage(archives);
  const installed = await consumer.install(archive);
  // biome-ignore lint/suspicious/noSkippedTests: without npm's registry there is nothing to test
  test.skip(!installed, "npm's registry cannot be reached");
  const module = pathToFileURL(consumer.path("node_modules/local-voice-gateway/dist/index.js")).href;
  const { createGateway }: typeof LocalVoiceGateway = await import(module);
  const gateway = await createGateway();
  const server = await startProgram(process.execPath, ["server.mjs"], {
    folder: consumer.copyExample("html"),
    env: {
      PORT: "0",
      TWILIO_ACCOUNT_SID: gateway.accountSid,
      TWILIO_AUTH_TOKEN: gateway.authToken,
      TWILIO_API_KEY: gateway.apiKey,
      TWILIO_API_SECRET: gateway.apiSecret,
      TWILIO_TWIML_APP_SID: gateway.twimlAppSid,
      VOICE_GATEWAY_URL: gateway.signalUrl,
    },
    ready: /The page:/,
  });
  try {
    const origin = server.output().match(/http:\/\/localhost:\d+/)?.[0];
    gateway.voiceUrl = `${origin}/voice`;
    // Twilio's insights and sounds: no test may depend on a network.
    await context.route(/twilio\.com|twiliocdn\.com/, (route) => route.fulfill({ json: {} }));
    const open = async (identity: string) => {
      const page = await context.newPage();
      await page.goto(`${origin}/?identity=${identity}`);
      await expect(page.getByRole("status")).toHaveText(`Registered as ${identity}`);
      return page;
    };
    const [alice, bob] = [await open("alice"), await open("bob")];
    const answered = gateway.waitFor("answered", ({ to }) => to === "client:bob", { timeoutMs: 30_000 });
    await alice.getByLabel("Call").fill("bob");
    await alice.getByRole("button", { name: "Call" }).click();
    await bob.getByRole("button", { name: "Answer" }).click();
    expect(await answered).toMatchObject({ from: "client:alice", status: "in-progress" });
    for (const page of [alice, bob]) {
      await expect(page.getByRole("status")).toHaveText("Connected");
      await expect.poll(() => loudness(page)).toBeGreaterThan(AUDIBLE);
    }
    gateway.reset();
    for (const page of [alice, bob]) await expect(page.getByRole("status")).toHaveText("Ended");
    expect(gateway.calls).toEqual([]);
  } finally {
    await Promise.all([server.stop(), gateway.close()]);
    consumer.remove();
    rmSync(archives, { recursive: true, force: true });
  }
});
