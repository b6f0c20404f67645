import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { chromium } from "@playwright/test";
import { generate } from "selfsigned";
import { startGatewayProcess } from "../../lib/gateway/testing/process";
import { audible, loudness } from "../support/audio";
import { chromiumArgs, chromiumPath } from "../support/chromium";
import { newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { freePort, startStack } from "../support/stack";
import { expect, test } from "../support/test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const hex = (digit: string) => digit.repeat(32);

/** The account at the voice network. Its first key and TwiML app are of another project, and lead nowhere. */
const account = {
  TWILIO_ACCOUNT_SID: `AC${hex("a")}`,
  TWILIO_AUTH_TOKEN: hex("b"),
};
const otherProject = {
  TWILIO_API_KEY: `SK${hex("c")}`,
  TWILIO_API_SECRET: hex("d"),
  TWILIO_TWIML_APP_SID: `AP${hex("e")}`,
  VOICE_URL: "http://127.0.0.1:9/voice",
};

/** Runs an npm script of the project to its end. Never rejects. */
function run(args: string[], env: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: Object.assign({}, process.env, env) };
    const child = execFile("npm", ["run", "--silent", ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}

test("what `npm run twilio:provision` makes carries a call of two people, and the doctor finds it well", async () => {
  const folder = await mkdtemp(join(tmpdir(), "browser-phone-provision-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const names = ["voice-js.roaming.twilio.com", "localhost"];
  const pems = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: names.map((value) => ({ type: 2, value })) }],
  });
  await writeFile(cert, pems.cert);
  await writeFile(key, pems.private, { mode: 0o600 });

  const gateway = await startGatewayProcess({
    ...account,
    ...otherProject,
    VOICE_GATEWAY_TLS_CERT: cert,
    VOICE_GATEWAY_TLS_KEY: key,
    // The pages of the app, whose address its environment does not name.
    VOICE_GATEWAY_ORIGINS: "*",
  });
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const voiceNetwork = {
    TWILIO_API_URL: `https://localhost:${gateway.port}`,
    NODE_EXTRA_CA_CERTS: cert,
  };
  const file = join(folder, ".env.local");
  let stack: Awaited<ReturnType<typeof startStack>> | undefined;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...chromiumArgs,
      `--host-resolver-rules=MAP voice-js.*.twilio.com 127.0.0.1:${gateway.port}`,
      "--ignore-certificate-errors",
    ],
  });
  try {
    const provision = ["twilio:provision", "--", "--app-url", appUrl, "--file", file];
    const made = await run(provision, { ...account, ...voiceNetwork });
    expect(made.code, made.output).toBe(0);
    const values = parseEnv(await readFile(file, "utf8")) as Record<string, string>;
    expect(values.TWILIO_API_KEY).not.toBe(otherProject.TWILIO_API_KEY);
    expect(values.TWILIO_TWIML_APP_SID).not.toBe(otherProject.TWILIO_TWIML_APP_SID);

    stack = await startStack({ ...values, ...voiceNetwork, APP_URL: appUrl, PORT: String(port) });
    // The SDK also reports to Twilio's event gateway, which has no stand-in here.
    const options = { origin: appUrl, expectedErrors: [/eventgw\.(us1\.)?twilio\.com/] };
    const alice = await newPerson(browser, "alice", options);
    const bob = await newPerson(browser, "bob", options);
    await connect(alice, bob);
    expect(await loudness(alice.page)).toBeGreaterThan(audible);
    expect(await loudness(bob.page)).toBeGreaterThan(audible);
    await button(bob.page, "Hang up").click();
    await expectStatus(alice.page, "Ended: completed");

    const doctor = await run(["doctor", "--", "--json"], { ...values, ...voiceNetwork, APP_URL: appUrl });
    const { checks } = JSON.parse(doctor.output);
    const statuses = Object.fromEntries(
      checks.map((one: { id: string; status: string }) => [one.id, one.status]),
    );
    expect(statuses, doctor.output).toMatchObject({
      environment: "ok",
      twiml_app: "ok",
      api_key: "ok",
      webhook: "ok",
    });
  } finally {
    await browser.close();
    await stack?.stop();
    await gateway.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
