import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "./testing/account";
import { ENDED, RecordingRestRig, UNDER_WAY } from "./testing/recording-rest";
import { mustBegin, writeTone } from "./testing/recordings";
import { accountPath } from "./testing/rest-rig";

let rig: RecordingRestRig;

beforeEach(async () => {
  rig = await RecordingRestRig.open();
});
afterEach(async () => {
  // Twilio's document, as far as it is here, has no recordings of conferences.
  const documented = rig.tap.problems().filter((problem) => !problem.includes("/Conferences/"));
  await rig.close();
  expect(documented).toEqual([]);
});

const official = () => rig.tap.client(CONFIG.accountSid, CONFIG.authToken);
const conferenceSid = `CF${"3".repeat(32)}`;

/** A completed recording of 1.5 seconds. */
async function record(changes = {}) {
  const recording = mustBegin(rig.store, { callSid: UNDER_WAY, ...changes });
  writeTone(recording, 0, 75);
  recording.stop();
  return recording.ended;
}

test("a recording is fetched, in the account and below its call", async () => {
  const { sid } = await record({ channels: 2, track: "inbound", source: "DialVerb" });
  const began = new Date(rig.files.clock.now());
  const expected = {
    sid,
    accountSid: CONFIG.accountSid,
    callSid: UNDER_WAY,
    conferenceSid: null,
    channels: 2,
    source: "DialVerb",
    status: "completed",
    duration: "2",
    dateCreated: began,
    startTime: began,
    errorCode: null,
  };
  expect(await official().recordings(sid).fetch()).toMatchObject({
    ...expected,
    mediaUrl: `${rig.tap.origin}${accountPath}/Recordings/${sid}`,
  });
  const below = await official().calls(UNDER_WAY).recordings(sid).fetch();
  expect(below).toMatchObject({ ...expected, track: "inbound" });
  await expect(official().calls(ENDED).recordings(sid).fetch()).rejects.toMatchObject({ code: 20404 });
});

test("recordings are listed by call, by conference and by day, in pages", async () => {
  const first = await record();
  await rig.files.clock.advance(36 * 3_600_000);
  const second = await record({ callSid: ENDED });
  const third = await record({ conferenceSid, source: "Conference" });
  const { recordings } = official();
  const sids = async (options: Parameters<typeof recordings.list>[0]) =>
    (await recordings.list(options)).map(({ sid }) => sid);
  expect(await sids({})).toEqual([third.sid, second.sid, first.sid]);
  expect(await sids({ pageSize: 1 })).toEqual([third.sid, second.sid, first.sid]);
  expect(await sids({ callSid: UNDER_WAY, pageSize: 1 })).toEqual([third.sid, first.sid]);
  expect(await sids({ conferenceSid })).toEqual([third.sid]);
  const day = new Date("2026-01-02T00:00:00Z");
  expect(await sids({ dateCreatedAfter: day, pageSize: 1 })).toEqual([third.sid, second.sid]);
  expect(await sids({ dateCreatedBefore: day })).toEqual([first.sid]);
  expect(await sids({ dateCreated: new Date("2026-01-02T12:00:00Z") })).toEqual([third.sid, second.sid]);
  expect(await sids({ dateCreated: new Date("2026-01-02T12:00:01Z") })).toEqual([]);
  const ofCall = official().calls(UNDER_WAY).recordings;
  expect((await ofCall.list()).map(({ sid }) => sid)).toEqual([third.sid, first.sid]);
  expect((await ofCall.list({ dateCreated: day })).map(({ sid }) => sid)).toEqual([third.sid]);
  expect(
    await official()
      .calls(`CA${"9".repeat(32)}`)
      .recordings.list()
      .catch(({ code }) => code),
  ).toBe(20404);
});

test("recordings of a conference are listed, fetched and deleted below it", async () => {
  const other = await record();
  const { sid } = await record({ conferenceSid, source: "Conference" });
  const { recordings } = official().conferences(conferenceSid);
  const listed = await recordings.list();
  expect(listed).toMatchObject([{ sid, conferenceSid, callSid: UNDER_WAY, duration: "2", channels: 1 }]);
  await expect(recordings(other.sid).fetch()).rejects.toMatchObject({ code: 20404 });
  expect(await recordings(sid).remove()).toBe(true);
  expect(await recordings.list()).toEqual([]);
});

test.each(["2026-1-1", "yesterday", "2026-01-01T00:00", "2026-13-01", ""])(
  "DateCreated=%s is an invalid parameter",
  async (date) => {
    const response = await fetch(`${rig.tap.origin}${accountPath}/Recordings.json?DateCreated=${date}`, {
      headers: { authorization: `Basic ${btoa(`${CONFIG.accountSid}:${CONFIG.authToken}`)}` },
    });
    expect([response.status, (await response.json()).code]).toEqual([400, 20001]);
  },
);

test("a recording is deleted, in the account and below its call", async () => {
  const [one, two] = [await record(), await record()];
  expect(await official().recordings(one.sid).remove()).toBe(true);
  await expect(official().recordings(one.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(official().recordings(one.sid).remove()).rejects.toMatchObject({ status: 404 });
  expect(await official().calls(UNDER_WAY).recordings(two.sid).remove()).toBe(true);
  expect(rig.store.list()).toEqual([]);
});

describe("recording a call over REST", () => {
  test("begins with Twilio's defaults", async () => {
    const created = await official().calls(UNDER_WAY).recordings.create();
    expect(created).toMatchObject({
      callSid: UNDER_WAY,
      source: "StartCallRecordingAPI",
      status: "in-progress",
      channels: 1,
      track: "both",
      duration: null,
    });
    expect(rig.started).toEqual([{ channels: 1, track: "both", trim: "do-not-trim", callback: undefined }]);
  });

  test("takes all of its options", async () => {
    await official()
      .calls(UNDER_WAY)
      .recordings.create({
        recordingChannels: "dual",
        recordingTrack: "outbound",
        trim: "trim-silence",
        recordingStatusCallback: "https://phone.example.com/recording",
        recordingStatusCallbackMethod: "GET",
        recordingStatusCallbackEvent: ["in-progress", "absent"],
      });
    const url = "https://phone.example.com/recording";
    const events = new Set(["in-progress", "absent"]);
    expect(rig.started).toEqual([
      { channels: 2, track: "outbound", trim: "trim-silence", callback: { url, method: "GET", events } },
    ]);
  });

  test.each([
    [{ recordingChannels: "3" }, 20001],
    [{ recordingTrack: "left" }, 20001],
    [{ trim: "true" }, 20001],
    [{ recordingStatusCallback: "/recording" }, 21402],
    [{ recordingStatusCallbackMethod: "PUT" }, 21403],
    [{ recordingStatusCallbackEvent: ["begun"] }, 20001],
    [{ recordingConfigurationId: "x" }, 20001],
  ])("refuses %j", async (options, code) => {
    const creating = official().calls(UNDER_WAY).recordings.create(options);
    await expect(creating).rejects.toMatchObject({ status: 400, code });
    expect(rig.store.list()).toEqual([]);
  });

  test("refuses a call that is not under way, and one that is unknown", async () => {
    const { calls } = official();
    await expect(calls(ENDED).recordings.create()).rejects.toMatchObject({ status: 400, code: 21220 });
    await expect(calls(`CA${"9".repeat(32)}`).recordings.create()).rejects.toMatchObject({ status: 404 });
  });

  test("is refused when there is no room", async () => {
    await rig.close();
    rig = await RecordingRestRig.open({ maxRecordings: 1 });
    await record();
    const creating = official().calls(UNDER_WAY).recordings.create();
    await expect(creating).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  test("is paused, continued and stopped, also as Twilio.CURRENT", async () => {
    const { recordings } = official().calls(UNDER_WAY);
    const { sid } = await recordings.create();
    const live = rig.store.live(sid);
    if (!live) throw new Error("not recorded");
    writeTone(live, 0, 50);
    expect(await recordings("Twilio.CURRENT").update({ status: "paused" })).toMatchObject({
      sid,
      status: "paused",
    });
    writeTone(live, 0, 50);
    expect(await recordings(sid).update({ status: "in-progress" })).toMatchObject({ status: "in-progress" });
    await recordings(sid).update({ status: "paused", pauseBehavior: "skip" });
    writeTone(live, 0, 50);
    const stopped = await recordings("Twilio.CURRENT").update({ status: "stopped" });
    expect(stopped).toMatchObject({ sid, status: "stopped" });
    expect(await live.ended).toMatchObject({ status: "completed", durationSeconds: 2 });
    const current = recordings("Twilio.CURRENT").update({ status: "paused" });
    await expect(current).rejects.toMatchObject({ status: 404, code: 20404 });
    const late = recordings(sid).update({ status: "paused" });
    await expect(late).rejects.toMatchObject({ status: 400, code: 21220 });
  });

  test.each([{ status: "absent" }, { status: "paused", pauseBehavior: "loud" }] as const)(
    "refuses the change %j",
    async (change) => {
      const { recordings } = official().calls(UNDER_WAY);
      const { sid } = await recordings.create();
      await expect(recordings(sid).update(change)).rejects.toMatchObject({ status: 400, code: 20001 });
      expect(rig.store.get(sid)?.status).toBe("in-progress");
    },
  );

  test("a recording that is deleted meanwhile ends", async () => {
    const { sid } = await official().calls(UNDER_WAY).recordings.create();
    const live = rig.store.live(sid);
    expect(await official().recordings(sid).remove()).toBe(true);
    await live?.ended;
    expect(live?.facts().status).toBe("absent");
    await expect(official().recordings(sid).fetch()).rejects.toMatchObject({ status: 404 });
  });
});
