import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { invalid, Refusal } from "./rest/rest-reply";
import { CONFIG } from "./testing/account";
import { settle } from "./testing/clock";
import { ConferenceRest } from "./testing/conference-rest";
import { FakeVoice, HERTZ, sidOf, tone } from "./testing/conference-room";

const HELLO = "http://localhost:3000/hello.mp3";

const AUTHORIZED = { authorization: `Basic ${btoa(`${CONFIG.accountSid}:${CONFIG.authToken}`)}` };

let rig: ConferenceRest;

beforeEach(async () => {
  rig = await ConferenceRest.open();
});
afterEach(() => {
  rig.close();
  expect(rig.tap.problems()).toEqual([]);
});

/** Two who talk, and their conference. */
function talk() {
  const [first, second] = [rig.room.join(300, { label: "customer" }), rig.room.join(500)];
  const conference = rig.room.conferences.underWay("room");
  if (!conference) throw new Error("no conference is under way");
  return { first, second, conference, api: rig.client.conferences(conference.sid) };
}

describe("a conference", () => {
  test("is shown while it is under way, and when it has ended", async () => {
    const { first, second, conference, api } = talk();
    expect(await api.fetch()).toMatchObject({
      sid: conference.sid,
      accountSid: CONFIG.accountSid,
      friendlyName: "room",
      status: "in-progress",
      reasonConferenceEnded: null,
      callSidEndingConference: null,
    });
    await rig.room.clock.advance(5_000);
    first.leave("hung-up");
    second.leave("hung-up");
    expect(await api.fetch()).toMatchObject({
      status: "completed",
      reasonConferenceEnded: "last-participant-left",
      callSidEndingConference: sidOf(500),
      dateUpdated: new Date(rig.room.clock.now()),
    });
  });

  test("is ended, and cannot be ended twice", async () => {
    const { first, api } = talk();
    expect(await api.update({ status: "completed" })).toMatchObject({
      status: "completed",
      reasonConferenceEnded: "conference-ended-via-api",
    });
    expect(await first.left).toBe("ended-by-api");
    await expect(api.update({ status: "completed" })).rejects.toMatchObject({ status: 400, code: 16022 });
  });

  test("hears an announcement", async () => {
    const { api } = talk();
    rig.room.sounds.set(HELLO, tone(HERTZ.announcement, 5));
    await api.update({ announceUrl: HELLO, announceMethod: "GET" });
    await settle();
    await settle();
    expect(rig.room.hears()).toEqual({ 300: [500, HERTZ.announcement], 500: [300, HERTZ.announcement] });
  });

  test("that does not exist is not found", async () => {
    const unknown = `CF${"0".repeat(32)}`;
    await expect(rig.client.conferences(unknown).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(rig.client.conferences(unknown).participants.list()).rejects.toMatchObject({ code: 20404 });
  });
});

test.each([
  ["a sid that cannot be decoded", "/Conferences/%E0%A4%A.json", 404, 20404],
  ["a label that cannot be decoded", "/Conferences/{Sid}/Participants/%E0%A4%A.json", 404, 20404],
  ["an unknown list of a conference", "/Conferences/{Sid}/Siprec.json", 404, 20404],
  ["a list below an application", `/Applications/${CONFIG.applicationSid}/Participants.json`, 404, 20404],
  ["a flag that is none", "/Conferences/{Sid}/Participants.json?Muted=perhaps", 400, 20001],
])("%s is refused", async (_name, path, status, code) => {
  const { conference } = talk();
  const base = `${rig.tap.origin}/2010-04-01/Accounts/${CONFIG.accountSid}`;
  const response = await fetch(`${base}${path.replace("{Sid}", conference.sid)}`, { headers: AUTHORIZED });
  expect(await response.json()).toMatchObject({ status, code });
});

describe("the list of conferences", () => {
  test("has the newest first, by pages, and those that were asked for", async () => {
    rig.room.join(300).leave("hung-up");
    await rig.room.clock.advance(24 * 60 * 60 * 1_000);
    rig.room.join(300);
    rig.room.join(500, { name: "other" });
    const names = async (options: object = {}) =>
      (await rig.client.conferences.list(options)).map((one) => `${one.friendlyName} ${one.status}`);
    expect(await names({ pageSize: 1 })).toEqual(["other in-progress", "room in-progress", "room completed"]);
    expect(await names({ status: "completed" })).toEqual(["room completed"]);
    expect(await names({ friendlyName: "other" })).toEqual(["other in-progress"]);
    expect(await names({ friendlyName: "room", status: "in-progress" })).toEqual(["room in-progress"]);
    expect(await names({ dateCreated: new Date("2026-01-01") })).toEqual(["room completed"]);
    expect(await names({ dateCreatedBefore: new Date("2026-01-01") })).toEqual(["room completed"]);
    expect(await names({ dateUpdatedAfter: new Date("2026-01-02") })).toEqual([
      "other in-progress",
      "room in-progress",
    ]);
    expect(await names({ dateCreatedAfter: new Date("2026-01-03") })).toEqual([]);
  });

  test.each([["Status=ended"], ["DateCreated=yesterday"], ["DateUpdated%3E=2026-13-01"]])(
    "refuses %s",
    async (query) => {
      const response = await fetch(
        `${rig.tap.origin}/2010-04-01/Accounts/${CONFIG.accountSid}/Conferences.json?${query}`,
        { headers: AUTHORIZED },
      );
      expect(await response.json()).toMatchObject({ status: 400, code: 20001 });
    },
  );
});

describe("participants", () => {
  test("are listed, and found by CallSid and by label", async () => {
    const { conference, api } = talk();
    const list = await api.participants.list({ pageSize: 1 });
    expect(list.map(({ callSid }) => callSid)).toEqual([sidOf(500), sidOf(300)]);
    const byLabel = await api.participants("customer").fetch();
    const bySid = await api.participants(sidOf(300)).fetch();
    expect(byLabel.toJSON()).toEqual(bySid.toJSON());
    expect(bySid).toMatchObject({
      accountSid: CONFIG.accountSid,
      conferenceSid: conference.sid,
      callSid: sidOf(300),
      label: "customer",
      status: "connected",
      muted: false,
      hold: false,
      coaching: false,
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
    });
  });

  test("are muted and unmuted, and narrowed to those who are", async () => {
    const { api } = talk();
    expect(await api.participants("customer").update({ muted: true })).toMatchObject({ muted: true });
    expect(rig.room.hears()).toEqual({ 300: [500], 500: [] });
    expect(await api.participants.list({ muted: true })).toMatchObject([{ callSid: sidOf(300) }]);
    expect(await api.participants.list({ muted: false, hold: false })).toMatchObject([
      { callSid: sidOf(500) },
    ]);
    expect(await api.participants("customer").update({ muted: false })).toMatchObject({ muted: false });
    expect(rig.room.hears()).toEqual({ 300: [500], 500: [300] });
  });

  test("are held with a sound of the application, and let in again", async () => {
    const { api } = talk();
    rig.room.sounds.set(HELLO, tone(HERTZ.hold, 5));
    await api.participants("customer").update({ hold: true, holdUrl: HELLO });
    await settle();
    await settle();
    expect(rig.room.hears()).toEqual({ 300: [HERTZ.hold], 500: [] });
    expect(await api.participants.list({ hold: true })).toMatchObject([{ callSid: sidOf(300) }]);
    await api.participants("customer").update({ hold: false });
    expect(rig.room.hears()).toEqual({ 300: [500], 500: [300] });
  });

  test("coach one another, and stop it", async () => {
    const { api } = talk();
    rig.room.join(700);
    const coach = api.participants(sidOf(700));
    expect(await coach.update({ coaching: true, callSidToCoach: sidOf(300) })).toMatchObject({
      coaching: true,
      callSidToCoach: sidOf(300),
    });
    expect(rig.room.hears()).toEqual({ 300: [500, 700], 500: [300], 700: [300, 500] });
    expect(await api.participants.list({ coaching: true })).toMatchObject([{ callSid: sidOf(700) }]);
    expect(await coach.update({ coaching: false })).toMatchObject({ coaching: false, callSidToCoach: null });
  });

  test("hear an announcement alone", async () => {
    const { api } = talk();
    rig.room.sounds.set(HELLO, tone(HERTZ.announcement, 5));
    await api.participants("customer").update({ announceUrl: HELLO });
    await settle();
    await settle();
    expect(rig.room.hears()).toEqual({ 300: [500, HERTZ.announcement], 500: [300] });
  });

  test("get another end, beep and waiting sound", async () => {
    const first = rig.room.join(300, { wait: "silence" });
    const sid = rig.room.conferences.underWay("room")?.sid ?? "";
    const update = { endConferenceOnExit: true, beepOnExit: true, waitUrl: `${HELLO}?wait` };
    expect(await rig.client.conferences(sid).participants(sidOf(300)).update(update)).toMatchObject({
      endConferenceOnExit: true,
    });
    expect(first.beepOnExit).toBe(true);
    expect(rig.room.hears()).toEqual({ 300: [HERTZ.wait] });
    expect(rig.room.events()).toEqual(["participant-join 300", "participant-modify 300"]);
  });

  test("are removed, and are not found from then on", async () => {
    const { first, api } = talk();
    expect(await api.participants("customer").remove()).toBe(true);
    expect(await first.left).toBe("removed");
    await expect(api.participants("customer").fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(api.participants(sidOf(300)).update({ muted: true })).rejects.toMatchObject({ code: 20404 });
    await expect(api.participants(sidOf(300)).remove()).rejects.toMatchObject({ code: 20404 });
  });

  test("of a conference that has ended are none", async () => {
    const { conference, api } = talk();
    conference.end();
    expect(await api.participants.list()).toEqual([]);
    await expect(api.participants("customer").fetch()).rejects.toMatchObject({ code: 20404 });
  });

  test.each([
    ["a coach of somebody who is not there", { callSidToCoach: sidOf(900) }, 16028],
    ["a coach of themselves", { callSidToCoach: sidOf(300) }, 16028],
    ["a coach of somebody on hold", { callSidToCoach: sidOf(500) }, 16027],
    ["a coach of nobody", { coaching: true }, 20001],
    ["a URL that is none", { muted: true, holdUrl: "nowhere" }, 21402],
    ["a method that is none", { muted: true, announceMethod: "PUT" }, 21403],
  ])("refuse %s, and nothing changes", async (_name, update, code) => {
    const { second, conference, api } = talk();
    conference.change(second, { hold: true });
    const events = rig.room.events();
    await expect(api.participants("customer").update({ muted: true, ...update })).rejects.toMatchObject({
      status: 400,
      code,
    });
    expect(await api.participants("customer").fetch()).toMatchObject({ muted: false, coaching: false });
    expect(rig.room.events()).toEqual(events);
  });
});

describe("a client that is called into a conference", () => {
  const call = { from: "+15005550006", to: "client:agent?skill=1&skill=2" };

  test("is shown while it rings, and joins when it answers", async () => {
    const { conference, api } = talk();
    const created = await api.participants.create({
      ...call,
      label: "agent",
      beep: "onEnter",
      muted: true,
      endConferenceOnExit: true,
      statusCallback: "http://localhost:3000/progress",
      statusCallbackEvent: ["ringing", "answered"],
      timeout: 20,
    });
    expect(created).toMatchObject({
      label: "agent",
      conferenceSid: conference.sid,
      status: "queued",
      muted: true,
      endConferenceOnExit: true,
    });
    const [invitation] = rig.invitations;
    expect(invitation).toMatchObject({
      callSid: created.callSid,
      from: "+15005550006",
      timeout: 20,
      earlyMedia: true,
      client: {
        identity: "agent",
        parameters: [
          ["skill", "1"],
          ["skill", "2"],
        ],
        statusCallback: { url: "http://localhost:3000/progress", method: "POST" },
        statusCallbackEvents: new Set(["ringing", "answered"]),
      },
      noun: { name: "room", beep: "onEnter", label: "agent", wait: "music", maxParticipants: 250 },
    });
    rig.room.conferences.callRinging(created.callSid);
    expect(await api.participants("agent").fetch()).toMatchObject({ status: "ringing" });
    if (!invitation) throw new Error("no call was asked for");
    const { callSid, noun } = invitation;
    rig.room.conferences.join({ callSid, noun, voice: new FakeVoice(700) });
    expect(await api.participants("agent").fetch()).toMatchObject({ status: "connected", callSid });
    expect(conference.members.size).toBe(3);
  });

  test("is canceled when it is removed, and when the conference ends", async () => {
    const { api } = talk();
    const first = await api.participants.create(call);
    const second = await api.participants.create(call);
    await expect(api.participants(first.callSid).update({ muted: true })).rejects.toMatchObject({
      code: 20001,
    });
    await api.participants(first.callSid).remove();
    expect(rig.canceled).toEqual([first.callSid]);
    await api.update({ status: "completed" });
    expect(rig.canceled).toEqual([first.callSid, second.callSid]);
  });

  test("begins a conference of the name that is asked for", async () => {
    const created = await rig.client.conferences("a new room").participants.create({
      ...call,
      conferenceStatusCallback: "http://localhost:3000/conference",
      conferenceStatusCallbackEvent: ["join", "leave"],
    });
    expect(await rig.client.conferences(created.conferenceSid).fetch()).toMatchObject({
      friendlyName: "a new room",
      status: "init",
    });
    rig.room.conferences.callFailed(created.callSid, "busy");
    expect(rig.room.app.reports).toMatchObject([
      {
        url: "http://localhost:3000/conference",
        params: { ParticipantCallStatus: "busy", SequenceNumber: "1" },
      },
    ]);
  });

  test("is not called into a conference of a name that is too long", async () => {
    const conferences = rig.client.conferences("x".repeat(129));
    await expect(conferences.participants.create(call)).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  test("that cannot be called leaves no conference behind", async () => {
    rig.refusal = new Refusal(invalid("too many calls"));
    await expect(rig.client.conferences("room").participants.create(call)).rejects.toMatchObject({
      code: 20001,
    });
    expect(rig.room.conferences.underWay("room")).toBeUndefined();
  });

  test.each([
    ["no To", { to: "" }, 21201],
    ["no From", { from: "" }, 21213],
    ["a phone number", { to: "+15005550007" }, 20001],
    ["a label that is in use", { label: "customer" }, 16026],
    ["a label with a slash", { label: "a/b" }, 16024],
    ["a timeout of an hour", { timeout: 3_600 }, 20001],
    ["a coach of somebody who is not there", { callSidToCoach: sidOf(900) }, 16028],
    ["a beep that is none", { beep: "loud" }, 20001],
    ["the detection of machines", { machineDetection: "Enable" }, 20001],
  ])("is not called with %s", async (_name, fields, code) => {
    const { conference, api } = talk();
    await expect(api.participants.create({ ...call, ...fields })).rejects.toMatchObject({
      status: 400,
      code,
    });
    expect(rig.invitations).toEqual([]);
    expect(conference.members.size).toBe(2);
  });

  test("is not called into a full conference, nor into one that has ended", async () => {
    rig.room.join(300, { maxParticipants: 2 });
    rig.room.join(500);
    const conference = rig.room.conferences.underWay("room");
    const api = rig.client.conferences(conference?.sid ?? "");
    await expect(api.participants.create(call)).rejects.toMatchObject({ status: 400, code: 16020 });
    conference?.end();
    await expect(api.participants.create(call)).rejects.toMatchObject({ status: 400, code: 16022 });
  });
});
