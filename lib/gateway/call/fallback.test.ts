import { afterEach, beforeEach, expect, test } from "vitest";
import { CONFIG } from "../testing/account";
import { Rig } from "../testing/rig";

const FALLBACK = "http://app.test/fallback";
let rig: Rig;

beforeEach(async () => {
  rig = await Rig.open();
  const application = rig.account.applications.get(CONFIG.applicationSid);
  if (!application) throw new Error("the application of the settings");
  rig.account.applications.update(application, { voiceFallbackUrl: FALLBACK });
});
afterEach(async () => {
  await rig.close();
});

/** Alice calls, and all that needs no time has happened. */
async function call() {
  const alice = await rig.device("alice");
  await rig.placeCall(alice);
  for (let n = 0; n < 6; n += 1) await rig.clock.advance(0);
  return alice;
}

test("the application's fallback is requested when its Voice URL fails, and its document runs", async () => {
  rig.app.answers.set("/voice", 500);
  rig.app.answers.set("/fallback", `<Pause length="5"/><Reject reason="busy"/>`);
  const alice = await call();
  expect(rig.app.at("/fallback")).toMatchObject([
    { From: "client:alice", ErrorCode: "11200", ErrorUrl: CONFIG.voiceUrl },
  ]);
  expect(alice.got("hangup")).toEqual([]);
  await rig.clock.advance(5_000);
  expect(alice.last("hangup").error?.code).toBe(31486);
});

test("a fallback that fails as well ends the call, and is not requested again", async () => {
  rig.app.answers.set("/voice", "<Nonsense");
  rig.app.answers.set("/fallback", 404);
  const alice = await call();
  expect(rig.app.at("/fallback")).toMatchObject([{ ErrorCode: "12100" }]);
  expect(alice.last("hangup").error?.code).toBe(31005);
});

test("a caller who has hung up gets no fallback", async () => {
  rig.app.answers.set("/voice", `<Pause length="5"/><Redirect>/broken</Redirect>`);
  rig.app.answers.set("/broken", 500);
  const alice = await rig.device("alice");
  const callsid = await rig.placeCall(alice);
  alice.hangUp(callsid);
  await rig.clock.advance(10_000);
  expect(rig.app.at("/fallback")).toEqual([]);
});
