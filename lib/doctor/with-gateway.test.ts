import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testEnvironment } from "@/lib/db/testing/environment";
import { type GatewayProcess, startGatewayProcess } from "@/lib/gateway/testing/process";
import { findingOf, localVariables } from "./testing/needs";

// The checks against the REST side of the real gateway, which local mode has in Twilio's place.

const appUrl = localVariables.APP_URL ?? "";
const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_TWIML_APP_SID } =
  testEnvironment;

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGatewayProcess({
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN,
    TWILIO_API_KEY,
    TWILIO_API_SECRET,
    TWILIO_TWIML_APP_SID,
    VOICE_URL: `${appUrl}/api/voice/call`,
    VOICE_STATUS_URL: `${appUrl}/api/voice/status`,
  });
});
afterAll(() => gateway.kill());
beforeEach(() =>
  change({ VoiceUrl: `${appUrl}/api/voice/call`, StatusCallback: `${appUrl}/api/voice/status` }),
);

/** Changes the TwiML app, as an owner would in the console. */
async function change(form: Record<string, string>): Promise<void> {
  const path = `/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Applications/${TWILIO_TWIML_APP_SID}.json`;
  const credentials = Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString("base64");
  const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(form),
  });
  expect(response.status, await response.text()).toBe(200);
}

const find = (id: Parameters<typeof findingOf>[0], variables: Record<string, string> = {}) =>
  findingOf(id, {
    variables: {
      ...localVariables,
      VOICE_GATEWAY_URL: `ws://127.0.0.1:${gateway.port}/signal`,
      ...variables,
    },
  });

test("the account, the key, the clock and the TwiML app are right as the gateway begins", async () => {
  expect(await find("account")).toMatchObject({ status: "ok" });
  expect(await find("api_key")).toMatchObject({ status: "ok" });
  expect(await find("clock")).toMatchObject({ status: "ok" });
  expect(await find("twiml_app")).toMatchObject({ status: "ok" });
});

test("a changed TwiML app is found", async () => {
  await change({ VoiceUrl: "https://old.example.com/api/voice/call" });
  expect(await find("twiml_app")).toMatchObject({ status: "failed", problem: "twiml_app_voice_url" });
  await change({ VoiceUrl: `${appUrl}/api/voice/call`, StatusCallback: "" });
  expect(await find("twiml_app")).toMatchObject({
    status: "failed",
    problem: "twiml_app_status_url",
    fix: expect.stringContaining("npm start"),
  });
});

test("another auth token, API secret or TwiML app is refused as Twilio refuses it", async () => {
  const other = "12".repeat(16);
  expect(await find("account", { TWILIO_AUTH_TOKEN: other })).toMatchObject({
    problem: "account_refused",
    number: 20003,
  });
  expect(await find("api_key", { TWILIO_API_SECRET: other })).toMatchObject({
    problem: "api_key_refused",
    number: 20003,
  });
  expect(await find("twiml_app", { TWILIO_TWIML_APP_SID: `AP${other}` })).toMatchObject({
    problem: "twiml_app_missing",
  });
});

test.each([
  [429, "rest_busy"],
  [503, "rest_failing"],
])("trouble of the REST interface is told apart from a wrong key: %s", async (status, problem) => {
  await gateway.control("rest-fault", { status, times: 1_000 });
  try {
    expect(await find("api_key")).toMatchObject({ status: "failed", problem, number: status });
    expect(await find("account")).toMatchObject({ status: "failed", problem, number: status });
  } finally {
    await gateway.control("rest-fault", { status, times: 0 });
  }
});

test.each([
  [20005, "account_inactive", "account_inactive"],
  [20003, "account_refused", "api_key_refused"],
  [20403, "account_refused", "api_key_refused"],
])("a suspended account, which Twilio refuses with %s", async (refusal, account, key) => {
  await gateway.control("account", { status: "suspended", refusal });
  try {
    expect(await find("account")).toMatchObject({
      status: "failed",
      problem: account,
      detail: expect.stringMatching(/suspended|not active/),
    });
    expect(await find("api_key")).toMatchObject({ status: "failed", problem: key });
  } finally {
    await gateway.control("reset");
  }
});
