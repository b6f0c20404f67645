import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type LaunchOptions } from "@playwright/test";
import { CipherContext } from "werift";
import { startGatewayProcess } from "./support/gateway";
import { hearEachOther, Phone, talk } from "./support/phone";
import { expect, settings, test } from "./support/test";

test("a page without local code reaches the gateway over TLS, under Twilio's host names", async ({
  app,
  stack,
  launchOptions,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "gateway-tls-"));
  // ECDSA with SHA-256, the only kind that werift makes.
  const { certPem, keyPem } = await CipherContext.createSelfSignedCertificateWithKey({
    signature: 3,
    hash: 4,
  });
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await Promise.all([writeFile(cert, certPem), writeFile(key, keyPem, { mode: 0o600 })]);
  const gateway = await startGatewayProcess({
    ...settings(app, stack.pageOrigin),
    VOICE_GATEWAY_TLS_CERT: cert,
    VOICE_GATEWAY_TLS_KEY: key,
  });
  const options: LaunchOptions = {
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      `--host-resolver-rules=MAP voice-js.*.twilio.com 127.0.0.1:${gateway.port}`,
      "--ignore-certificate-errors",
    ],
  };
  const browser = await chromium.launch(options);
  try {
    const open = async (identity: string, edge: string) => {
      const context = await browser.newContext({ permissions: ["microphone"] });
      await context.route(/eventgw|sdk\.twilio\.com|twiliocdn\.com/, (route) => route.fulfill({ json: {} }));
      const phone = await Phone.open(await context.newPage(), stack.pageOrigin, undefined, identity);
      await phone.device({ edge });
      await phone.register();
      return phone;
    };
    const [alice, bob] = await Promise.all([open("alice", "roaming"), open("bob", "singapore")]);
    expect(await alice.ofDevice(0, "edge")).toBe("ashburn");
    expect(await bob.ofDevice(0, "edge")).toBe("singapore");
    await talk(alice, bob, { To: "bob" });
    await hearEachOther(alice, bob);
    await alice.invoke(0, "disconnect");
    await bob.saw("call0", "disconnect");
  } finally {
    await browser.close();
    await gateway.kill();
    await rm(folder, { recursive: true });
  }
});
