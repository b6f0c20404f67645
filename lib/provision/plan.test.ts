import { describe, expect, it } from "vitest";
import { friendlyName, isOurName } from "./names";
import { isDone, makePlan, type State, type TwimlApp, wantedSettings } from "./plan";

const appUrl = { origin: "https://phone.example.com", host: "phone.example.com" };
const sid = (prefix: string, digit: string) => prefix + digit.repeat(32);
const values = {
  TWILIO_ACCOUNT_SID: sid("AC", "1"),
  TWILIO_AUTH_TOKEN: "t".repeat(32),
  TWILIO_API_KEY: sid("SK", "2"),
  TWILIO_API_SECRET: "s".repeat(32),
  TWILIO_TWIML_APP_SID: sid("AP", "3"),
  NEXTAUTH_SECRET: "n".repeat(64),
  VAPID_PUBLIC_KEY: `B${"p".repeat(86)}`,
  VAPID_PRIVATE_KEY: "v".repeat(43),
  APP_URL: appUrl.origin,
};
const app: TwimlApp = { ...wantedSettings(appUrl), sid: values.TWILIO_TWIML_APP_SID, createdAt: 100 };

/** Everything as it should be. */
const done: State = {
  appUrl,
  given: values,
  inFiles: values,
  keepsAppUrl: false,
  key: "works",
  app,
  namesakes: [app],
  keysOfOurName: [values.TWILIO_API_KEY],
};
/** A fresh account, and credentials from the environment. */
const fresh: State = {
  ...done,
  given: { TWILIO_ACCOUNT_SID: values.TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN: values.TWILIO_AUTH_TOKEN },
  inFiles: {},
  keepsAppUrl: true,
  key: "none",
  app: null,
  namesakes: [],
  keysOfOurName: [],
};

/** A plan in short: what happens to the app, to the key, and which names are written. */
function short(state: State) {
  const plan = makePlan(state);
  const changes = plan.app.kind === "change-app" ? plan.app.changes.map(({ field }) => field) : [];
  return [
    plan.app.kind,
    changes,
    plan.key.kind === "make-key" ? plan.key.why : "keep",
    Object.keys(plan.write),
  ];
}

const keyNames = ["TWILIO_API_KEY", "TWILIO_API_SECRET"];
const at = (url: string) => ({ origin: url, host: new URL(url).host });
const without = (...names: (keyof typeof values)[]) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name as keyof typeof values)));

describe("the plan", () => {
  it.each<[string, State, ReturnType<typeof short>]>([
    ["everything right", done, ["keep-app", [], "keep", []]],
    ["nothing there", fresh, ["make-app", [], "none", Object.keys(values)]],
    [
      "another address",
      { ...done, appUrl: at("https://new.example.com"), keepsAppUrl: true, namesakes: [] },
      ["change-app", ["voiceUrl", "statusCallback", "friendlyName"], "keep", ["APP_URL"]],
    ],
    [
      "another method",
      { ...done, app: { ...app, voiceMethod: "GET" } },
      ["change-app", ["voiceMethod"], "keep", []],
    ],
    [
      "no status callback",
      { ...done, app: { ...app, statusCallback: "", statusCallbackMethod: "GET" } },
      ["change-app", ["statusCallback", "statusCallbackMethod"], "keep", []],
    ],
    ["a revoked key", { ...done, key: "revoked" }, ["keep-app", [], "revoked", keyNames]],
    ["a wrong secret", { ...done, key: "refused" }, ["keep-app", [], "refused", keyNames]],
    [
      "a key without its secret",
      { ...done, key: "half", given: without("TWILIO_API_SECRET"), inFiles: without("TWILIO_API_SECRET") },
      ["keep-app", [], "half", keyNames],
    ],
    [
      "a deleted app",
      { ...done, app: null, namesakes: [] },
      ["make-app", [], "keep", ["TWILIO_TWIML_APP_SID"]],
    ],
    [
      "an app that a run made before it failed",
      { ...fresh, namesakes: [app] },
      ["keep-app", [], "none", Object.keys(values)],
    ],
    [
      "no secret of the sessions",
      { ...done, given: without("NEXTAUTH_SECRET"), inFiles: without("NEXTAUTH_SECRET") },
      ["keep-app", [], "keep", ["NEXTAUTH_SECRET"]],
    ],
    [
      "half a pair of keys of push",
      { ...done, given: without("VAPID_PRIVATE_KEY"), inFiles: without("VAPID_PRIVATE_KEY") },
      ["keep-app", [], "keep", ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"]],
    ],
    [
      "values that only this shell has",
      { ...done, inFiles: without("TWILIO_API_KEY", "NEXTAUTH_SECRET") },
      ["keep-app", [], "keep", ["TWILIO_API_KEY", "NEXTAUTH_SECRET"]],
    ],
    [
      "a region that only this shell has",
      { ...done, given: { ...values, TWILIO_REGION: "ie1" } },
      ["keep-app", [], "keep", ["TWILIO_REGION"]],
    ],
    [
      "another auth token in this shell than in the file",
      { ...done, given: { ...values, TWILIO_AUTH_TOKEN: "u".repeat(32) } },
      ["keep-app", [], "keep", ["TWILIO_AUTH_TOKEN"]],
    ],
  ])("%s", (_title, state, expected) => {
    expect(short(state)).toEqual(expected);
    expect(isDone(makePlan(state))).toBe(state === done);
  });

  it("once carried out, leaves nothing to do", () => {
    const plan = makePlan(fresh);
    const written = Object.fromEntries(
      Object.entries(plan.write).map(([name, value]) => [name, value ?? values[name as keyof typeof values]]),
    );
    expect(isDone(makePlan({ ...done, given: written, inFiles: written, keepsAppUrl: true }))).toBe(true);
  });

  describe("with several apps of our name", () => {
    const other = (digit: string, createdAt: number, voiceUrl = app.voiceUrl): TwimlApp => ({
      ...app,
      sid: sid("AP", digit),
      createdAt,
      voiceUrl,
    });
    const elsewhere = other("a", 1, "https://old.example.com/api/voice/call");

    it.each<[string, TwimlApp | null, TwimlApp[], string]>([
      ["the one that is set stays", app, [elsewhere, other("b", 2), app], app.sid],
      ["else the one that points here", null, [elsewhere, other("b", 5)], sid("AP", "b")],
      ["of two that point here the older", null, [other("c", 5), other("b", 2), elsewhere], sid("AP", "b")],
      ["of two of one second the lower SID", null, [other("c", 2), other("b", 2)], sid("AP", "b")],
      [
        "if none points here the oldest",
        null,
        [{ ...elsewhere, sid: sid("AP", "d"), createdAt: 9 }, elsewhere],
        elsewhere.sid,
      ],
    ])("%s, and the others are named", (_title, set, namesakes, chosen) => {
      const { app: step, spareApps } = makePlan({ ...done, app: set, namesakes });
      expect(step.kind === "make-app" ? "" : step.app.sid).toBe(chosen);
      expect(spareApps).toEqual(namesakes.map((one) => one.sid).filter((one) => one !== chosen));
    });
  });

  it("names the API keys of our name that this set-up does not use", () => {
    const spare = sid("SK", "9");
    const keysOfOurName = [spare, values.TWILIO_API_KEY];
    expect(makePlan({ ...done, keysOfOurName }).spareKeys).toEqual([spare]);
    expect(makePlan({ ...fresh, keysOfOurName: [spare] }).spareKeys).toEqual([spare]);
  });

  it("keeps the name of an app that somebody else made, and calls it foreign only if it points elsewhere", () => {
    const step = (changes: Partial<TwimlApp>) =>
      makePlan({ ...done, namesakes: [], app: { ...app, friendlyName: "Support line", ...changes } }).app;
    expect(step({})).toMatchObject({ kind: "keep-app" });
    expect(step({ voiceUrl: "" })).toMatchObject({ kind: "change-app", isForeign: false });
    expect(step({ voiceMethod: "GET" })).toMatchObject({ kind: "change-app", isForeign: false });
    const taken = step({ voiceUrl: "https://support.example.com/voice" });
    expect(taken).toMatchObject({ kind: "change-app", isForeign: true });
    expect(taken).toHaveProperty("changes", [
      { field: "voiceUrl", from: "https://support.example.com/voice", to: app.voiceUrl },
    ]);
    // An app for messages has no voice URL, and may be in use all the same.
    expect(step({ voiceUrl: "", statusCallback: "https://support.example.com/sms" })).toMatchObject({
      isForeign: true,
    });
    // One of ours that pointed elsewhere is the set-up whose address has changed.
    expect(
      makePlan({ ...done, app: { ...app, voiceUrl: "https://old.example.com/api/voice/call" } }).app,
    ).toMatchObject({ isForeign: false });
  });
});

it("our names are known again, for any host, and others are not taken for ours", () => {
  expect(
    ["phone.example.com", "localhost:3000", "[::1]:3000"].map((host) => isOurName(friendlyName(host))),
  ).toEqual([true, true, true]);
  expect(
    ["Browser Phone", "Browser Phone ", "My Browser Phone x", "Browser Phone for sales", ""].map(isOurName),
  ).toEqual([false, false, false, false, false]);
  const [long, other] = ["com", "org"].map((end) => friendlyName(`${"a".repeat(63)}.example.${end}`));
  expect(long).toHaveLength(64);
  expect(other).not.toBe(long);
  expect([long, other].map((one) => isOurName(one ?? ""))).toEqual([true, true]);
});
