import { beforeAll, beforeEach, vi } from "vitest";
import type { GatewayProcess } from "@/lib/gateway/testing/process";
import { account, emptyAccount, openTwilio, Place, startTwilio } from "./command";

/** The address of the app that is set up. */
export const here = ["--app-url", "https://phone.example.com"];
/** What its parts at Twilio are called. */
export const name = "Browser Phone phone.example.com";

/**
 * Gives each test of a file an empty folder and an account without anything, at the gateway's REST interface in a process of
 * its own.
 */
export function onFreshAccount() {
  // Each run is a process that reads many files, which takes a busy machine many seconds.
  vi.setConfig({ testTimeout: 120_000 });
  let gateway: GatewayProcess;
  let place: Place;
  beforeAll(async () => {
    gateway = await startTwilio();
    return () => gateway.kill();
  });
  beforeEach(async () => {
    place = new Place(gateway);
    await gateway.control("reset");
    await emptyAccount(gateway.port);
    return () => place.close();
  });

  const twilio = () => openTwilio(gateway.port);

  /** A set-up that is as it should be, as an earlier run has left it. */
  async function setUp() {
    const app = await twilio().applications.create({
      friendlyName: name,
      voiceUrl: "https://phone.example.com/api/voice/call",
      voiceMethod: "POST",
      statusCallback: "https://phone.example.com/api/voice/status",
      statusCallbackMethod: "POST",
    });
    const key = await twilio().newKeys.create({ friendlyName: name });
    const values = {
      TWILIO_ACCOUNT_SID: account.sid,
      TWILIO_AUTH_TOKEN: account.token,
      TWILIO_API_KEY: key.sid,
      TWILIO_API_SECRET: key.secret,
      TWILIO_TWIML_APP_SID: app.sid,
      NEXTAUTH_SECRET: "n0".repeat(32),
      VAPID_PUBLIC_KEY: `B${"p".repeat(86)}`,
      VAPID_PRIVATE_KEY: "v".repeat(43),
      APP_URL: "https://phone.example.com",
    };
    place.write(
      Object.entries(values)
        .map((entry) => `${entry.join("=")}\n`)
        .join(""),
    );
    return values;
  }

  /** All that can change, in one value. */
  async function everything() {
    const found = [...(await twilio().applications.list()), ...(await twilio().keys.list())];
    return JSON.stringify(found.map((one) => one.toJSON()));
  }

  return {
    get place() {
      return place;
    },
    get gateway() {
      return gateway;
    },
    twilio,
    keys: async () => (await twilio().keys.list()).map(({ sid }) => sid),
    apps: async () => (await twilio().applications.list()).map(({ sid }) => sid),
    setUp,
    everything,
  };
}
