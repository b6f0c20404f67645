import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The values by which an application and the voice network know each other. */
export type VoiceValues = Record<
  | "TWILIO_ACCOUNT_SID"
  | "TWILIO_AUTH_TOKEN"
  | "TWILIO_API_KEY"
  | "TWILIO_API_SECRET"
  | "TWILIO_TWIML_APP_SID",
  string
>;

/**
 * Starts the bare page's server on `port`. It has a TwiML application of its own in the gateway, and else the account of
 * `values`, so that the gateway serves both alike.
 */
export async function startBareServer(port: number, gatewayPort: number, values: VoiceValues) {
  const origin = `http://localhost:${port}`;
  const application = await createApplication(gatewayPort, values, `${origin}/voice`);
  const child = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      ...values,
      TWILIO_TWIML_APP_SID: application,
      APP_URL: origin,
      PORT: String(port),
      NODE_ENV: "production",
    },
  });
  await once(child, "message");
  return { origin, pid: () => Number(child.pid), stop: () => child.disconnect() };
}

/** Makes an application by the gateway's REST interface. Returns its sid. */
async function createApplication(
  gatewayPort: number,
  values: VoiceValues,
  voiceUrl: string,
): Promise<string> {
  const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: secret } = values;
  const answer = await fetch(
    `http://127.0.0.1:${gatewayPort}/2010-04-01/Accounts/${account}/Applications.json`,
    {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${account}:${secret}`)}` },
      body: new URLSearchParams({ FriendlyName: "bare", VoiceUrl: voiceUrl, VoiceMethod: "POST" }),
    },
  );
  if (!answer.ok) throw new Error(`The gateway made no application: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).sid;
}
