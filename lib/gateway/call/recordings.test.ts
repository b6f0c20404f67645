import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Voice } from "../media/voice";
import { type FakeDevice, Rig } from "../testing/rig";
import { toneFrame } from "../testing/sound";

const CALLBACK = `recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed absent"`;

let rig: Rig;
let alice: FakeDevice;
let bob: FakeDevice;

beforeEach(async () => {
  rig = await Rig.open("ended");
  [alice, bob] = await rig.devices("alice", "bob");
});

afterEach(async () => {
  await rig.close();
  expect(rig.clock.pending).toBe(0);
});

/** What the gateway takes for Alice's microphone: her device sends nothing, so a test says it for her. */
function speak(): void {
  const [call] = rig.switchboard.calls;
  const voice = call?.leg.voice as Voice;
  Object.defineProperty(voice, "mic", { get: () => toneFrame(1, 620) });
}

/** The states that were reported, in the order of the reports. Files are written in real time, so this waits. */
async function reports(count: number): Promise<Record<string, string>[]> {
  await expect.poll(() => rig.app.at("/recording").length).toBeGreaterThanOrEqual(count);
  return rig.app.at("/recording");
}

async function begin(twiml: string): Promise<string> {
  rig.app.answers.set("/voice", twiml);
  return rig.placeCall(alice);
}

describe("Record", () => {
  test("reports its beginning and its end, each once, with Twilio's parameters", async () => {
    await begin(`<Record action="/action" playBeep="false" maxLength="4" ${CALLBACK}/>`);
    speak();
    await rig.clock.advance(5_000);
    const [first, second, ...more] = await reports(2);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ RecordingStatus: "in-progress", RecordingDuration: "0" });
    expect(second).toMatchObject({
      AccountSid: expect.stringMatching(/^AC/),
      CallSid: rig.app.at("/voice")[0]?.CallSid,
      RecordingSid: first?.RecordingSid,
      RecordingUrl: `http://gateway.test/2010-04-01/Accounts/${second?.AccountSid}/Recordings/${second?.RecordingSid}`,
      RecordingStatus: "completed",
      RecordingDuration: "4",
      RecordingChannels: "1",
      RecordingSource: "RecordVerb",
      RecordingTrack: "inbound",
      RecordingStartTime: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
      ErrorCode: "0",
    });
    expect(rig.app.at("/action")).toMatchObject([
      { RecordingSid: first?.RecordingSid, RecordingDuration: "4" },
    ]);
    expect(rig.app.at("/action")[0]).not.toHaveProperty("Digits");
  });

  test("of silence ends after its timeout, and is reported as absent", async () => {
    await begin(`<Record action="/action" playBeep="false" timeout="2" ${CALLBACK}/><Pause length="60"/>`);
    await rig.clock.advance(2_500);
    expect((await reports(2)).map(({ RecordingStatus }) => RecordingStatus)).toEqual([
      "in-progress",
      "absent",
    ]);
    expect(rig.app.at("/action")).toEqual([]);
    expect(rig.switchboard.calls).toHaveLength(1);
  });

  test("that the caller's hangup ends is kept, and the action learns it", async () => {
    const sid = await begin(`<Record action="/action" playBeep="false" ${CALLBACK}/>`);
    speak();
    await rig.clock.advance(3_000);
    alice.hangUp(sid);
    await rig.clock.advance(100);
    expect((await reports(2)).map(({ RecordingStatus }) => RecordingStatus)).toEqual([
      "in-progress",
      "completed",
    ]);
    expect(rig.app.at("/action")).toMatchObject([
      { Digits: "hangup", RecordingDuration: "3", CallStatus: "completed" },
    ]);
  });

  test("ends with a finishing key, and not with others", async () => {
    await begin(`<Record action="/action" playBeep="false" finishOnKey="5#"/>`);
    speak();
    const voice = () => rig.switchboard.calls[0]?.leg.voice;
    await rig.clock.advance(1_000);
    voice()?.press("4");
    await rig.clock.advance(1_000);
    expect(rig.app.at("/action")).toEqual([]);
    voice()?.press("5");
    await rig.clock.advance(100);
    expect(rig.app.at("/action")).toMatchObject([{ Digits: "5", RecordingDuration: "2" }]);
  });
});

test("a recording that was started goes on from document to document, and ends with the call", async () => {
  rig.app.answers.set("/second", `<Pause length="4"/>`);
  const sid = await begin(`<Start><Recording ${CALLBACK}/></Start><Redirect>/second</Redirect>`);
  speak();
  await rig.clock.advance(3_000);
  alice.hangUp(sid);
  await rig.clock.advance(100);
  const all = await reports(2);
  expect(all).toMatchObject([
    { RecordingStatus: "in-progress", RecordingSource: "StartCallRecordingTwiML" },
    { RecordingStatus: "completed", RecordingDuration: "3", RecordingTrack: "both" },
  ]);
});

test("Stop ends it, and the call goes on", async () => {
  await begin(
    `<Start><Recording ${CALLBACK}/></Start><Pause length="2"/><Stop><Recording/></Stop><Pause length="60"/>`,
  );
  speak();
  await rig.clock.advance(10_000);
  expect((await reports(2))[1]).toMatchObject({ RecordingStatus: "completed", RecordingDuration: "2" });
  expect(rig.switchboard.calls).toHaveLength(1);
});

test.each([
  ["record-from-answer-dual", "3", "2"],
  ["record-from-ringing", "8", "1"],
])("a Dial with %s lasts %s s after 5 s of ringing and 3 s of talk", async (record, seconds, channels) => {
  await begin(`<Dial action="/action" record="${record}" ${CALLBACK}><Client>bob</Client></Dial>`);
  await rig.clock.advance(5_000);
  bob.answer();
  await rig.clock.advance(3_000);
  bob.hangUp(bob.last("invite").callsid);
  await rig.clock.advance(100);
  const all = await reports(2);
  expect(all.map(({ RecordingStatus }) => RecordingStatus)).toEqual(["in-progress", "completed"]);
  expect(all[1]).toMatchObject({
    RecordingDuration: seconds,
    RecordingChannels: channels,
    RecordingSource: "DialVerb",
  });
  expect(rig.app.at("/action")).toMatchObject([{ RecordingSid: all[1]?.RecordingSid }]);
});

test("a Dial that nobody answers has no recording from the answer on", async () => {
  await begin(`<Dial action="/action" timeout="5" record="true" ${CALLBACK}><Client>bob</Client></Dial>`);
  await rig.clock.advance(20_000);
  expect(rig.app.at("/action")[0]).not.toHaveProperty("RecordingSid");
  expect(rig.app.at("/recording")).toEqual([]);
});
