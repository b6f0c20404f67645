import { expect, test } from "vitest";
import { CONFIG } from "../testing/account";
import { settle } from "../testing/clock";
import { ConferenceRoom, HERTZ, noun, sidOf, tone } from "../testing/conference-room";
import type { ConferenceEvent } from "../twiml/verbs";

const SPOKEN = { url: "http://localhost:3000/hello.mp3", method: "POST" as const };

/** All events but those of speech, which depend on how long somebody was heard. */
const QUIET = {
  statusCallbackEvents: new Set<ConferenceEvent>([
    "start",
    "end",
    "join",
    "leave",
    "mute",
    "hold",
    "modify",
    "announcement",
  ]),
};

function current(room: ConferenceRoom) {
  const conference = room.conferences.underWay("room");
  if (!conference) throw new Error("no conference is under way");
  return conference;
}

test("the events of a whole conference, in their order, are numbered from 1", async () => {
  const room = new ConferenceRoom();
  const host = room.join(300, { ...QUIET, endConferenceOnExit: true, label: "host" });
  const conference = current(room);
  const guest = room.join(500);
  room.join(700);
  conference.change(guest, { muted: true, hold: true, beepOnExit: true });
  conference.change(guest, { muted: true, hold: true, beepOnExit: true });
  conference.change(guest, { muted: false, hold: false, coach: sidOf(700) });
  guest.leave("redirected");
  await room.clock.advance(1_000);
  host.leave("hung-up");
  expect(room.events()).toEqual([
    "participant-join 300",
    "participant-join 500",
    "conference-start",
    "participant-join 700",
    "participant-modify 500",
    "participant-mute 500",
    "participant-hold 500",
    "participant-modify 500",
    "participant-unmute 500",
    "participant-unhold 500",
    "participant-leave 500",
    "participant-leave 300",
    "participant-leave 700",
    "conference-end",
  ]);
  const numbers = room.app.reports.map(({ params }) => Number(params.SequenceNumber));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(room.app.reports.at(-1)?.params).toEqual({
    ConferenceSid: conference.sid,
    FriendlyName: "room",
    AccountSid: CONFIG.accountSid,
    SequenceNumber: "14",
    Timestamp: "Thu, 01 Jan 2026 00:00:01 +0000",
    StatusCallbackEvent: "conference-end",
    CallSidEndingConference: sidOf(300),
    ParticipantLabelEndingConference: "host",
    ReasonConferenceEnded: "participant-with-end-conference-on-exit-left",
    Reason: "A participant with endConferenceOnExit left",
  });
});

test("an event about a participant says how the participant is then", () => {
  const room = new ConferenceRoom();
  const first = room.join(300, { label: "host", startConferenceOnEnter: false });
  current(room).change(first, { muted: true });
  expect(room.app.reports.at(-1)?.params).toEqual({
    ConferenceSid: current(room).sid,
    FriendlyName: "room",
    AccountSid: CONFIG.accountSid,
    SequenceNumber: "2",
    Timestamp: "Thu, 01 Jan 2026 00:00:00 +0000",
    StatusCallbackEvent: "participant-mute",
    CallSid: sidOf(300),
    Muted: "true",
    Hold: "false",
    Coaching: "false",
    EndConferenceOnExit: "false",
    StartConferenceOnEnter: "false",
    ParticipantLabel: "host",
  });
});

test("only the first participant says where events are reported, and which", () => {
  const room = new ConferenceRoom();
  room.join(300, { statusCallbackEvents: new Set<ConferenceEvent>(["leave"]) });
  const other = { url: "http://localhost:3000/other", method: "GET" as const };
  room.join(500, { statusCallback: other }).leave("hung-up");
  expect(room.app.reports).toMatchObject([
    {
      url: "http://localhost:3000/events",
      params: { StatusCallbackEvent: "participant-leave", SequenceNumber: "1" },
    },
  ]);
});

test("without a callback of the first participant nothing is reported", () => {
  const room = new ConferenceRoom();
  room.join(300, { statusCallback: undefined });
  room.join(500).leave("hung-up");
  expect(room.app.reports).toEqual([]);
});

test.each([
  ["hung-up", "participant_hung_up", "completed", "last-participant-left"],
  ["left", "participant_hung_up", "in-progress", "last-participant-left"],
  ["redirected", "participant_updated_via_api", "in-progress", "last-participant-left"],
  ["removed", "participant_updated_via_api", "in-progress", "last-participant-kicked"],
  ["failed", "participant_add_failed", "in-progress", "last-participant-left"],
] as const)("the reasons of the last who has %s", (why, left, callStatus, ended) => {
  const room = new ConferenceRoom();
  const participant = room.join(300);
  current(room).remove(participant, why);
  expect(room.app.reports.at(-2)?.params).toMatchObject({
    ReasonParticipantLeft: left,
    ParticipantCallStatus: callStatus,
  });
  expect(room.app.reports.at(-1)?.params).toMatchObject({
    ReasonConferenceEnded: ended,
    CallSidEndingConference: sidOf(300),
  });
});

test("an end over REST names no participant", () => {
  const room = new ConferenceRoom();
  room.join(300);
  current(room).end();
  const [, left, end] = room.app.reports;
  expect(left?.params.ReasonParticipantLeft).toBe("conference_ended_via_api");
  expect(end?.params.ReasonConferenceEnded).toBe("conference-ended-via-api");
  expect(end?.params).not.toHaveProperty("CallSidEndingConference");
});

test("the removal of a participant with endConferenceOnExit has a reason of its own", async () => {
  const room = new ConferenceRoom();
  const host = room.join(300, { endConferenceOnExit: true });
  const guest = room.join(500);
  current(room).remove(host, "removed");
  expect(room.app.reports.at(-1)?.params.ReasonConferenceEnded).toBe(
    "participant-with-end-conference-on-exit-kicked",
  );
  expect(await guest.left).toBe("ended-by-participant");
  expect(room.app.reports.at(-2)?.params.ReasonParticipantLeft).toBe("moderator_ended_conference");
});

test("announcements are reported when they are over, with the participant if it was for one", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(SPOKEN.url, tone(HERTZ.announcement, 3));
  const first = room.join(300, QUIET);
  room.join(500);
  current(room).announce(SPOKEN);
  current(room).announce(SPOKEN, first);
  await settle();
  await settle();
  room.hears(3);
  expect(room.events().filter((event) => event.startsWith("announcement"))).toEqual([]);
  room.tick();
  expect(room.events().slice(-2)).toEqual(["announcement-end", "announcement-end 300"]);
  expect(room.app.reports.at(-1)?.params.AnnounceUrl).toBe(SPOKEN.url);
});

test("an announcement that cannot be had is reported as failed", async () => {
  const room = new ConferenceRoom();
  room.join(300, QUIET);
  current(room).announce(SPOKEN);
  await settle();
  await settle();
  expect(room.app.reports.at(-1)?.params).toMatchObject({
    StatusCallbackEvent: "announcement-fail",
    AnnounceUrl: SPOKEN.url,
    ReasonAnnouncementFailed: "no such sound",
  });
});

test("nothing follows the end of a conference", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(SPOKEN.url, tone(HERTZ.announcement, 3));
  const first = room.join(300, QUIET);
  current(room).announce(SPOKEN);
  first.leave("hung-up");
  await settle();
  await settle();
  room.hears(5);
  expect(room.events().at(-1)).toBe("conference-end");
});

test("speech is reported when it begins and after a second without it", () => {
  const room = new ConferenceRoom();
  room.join(300, { statusCallbackEvents: new Set<ConferenceEvent>(["speaker"]) });
  room.join(500);
  const first = room.voices.get(300);
  const second = room.voices.get(500);
  if (!first || !second) throw new Error("no voices");
  second.speaks = false;
  room.hears(4);
  expect(room.events()).toEqual([]);
  room.hears(10);
  first.speaks = false;
  room.hears(49);
  expect(room.events()).toEqual(["participant-speech-start 300"]);
  room.tick();
  expect(room.events()).toEqual(["participant-speech-start 300", "participant-speech-stop 300"]);
});

test("a muted participant does not speak", () => {
  const room = new ConferenceRoom();
  room.join(300, { statusCallbackEvents: new Set<ConferenceEvent>(["speaker"]), muted: true });
  room.join(500, { muted: true });
  room.hears(60);
  expect(room.events()).toEqual([]);
});

test("a call made over REST that is not answered leaves, and the conference ends with it", () => {
  const room = new ConferenceRoom();
  const { conference } = room.conferences.expect(sidOf(300), noun());
  room.conferences.callFailed(sidOf(300), "no-answer");
  room.conferences.callFailed(sidOf(300), "no-answer");
  expect(room.events()).toEqual(["participant-leave 300", "conference-end"]);
  expect(room.app.reports[0]?.params).toMatchObject({
    ReasonParticipantLeft: "participant_add_failed",
    ParticipantCallStatus: "no-answer",
  });
  expect(conference.status).toBe("completed");
});

test("the end of a conference ends the calls that are still being made, once", () => {
  const room = new ConferenceRoom();
  const { conference, call } = room.conferences.expect(sidOf(300), noun());
  let canceled = 0;
  call.cancel = () => {
    canceled += 1;
    room.conferences.callFailed(sidOf(300), "canceled");
  };
  conference.end();
  conference.end();
  expect(canceled).toBe(1);
  expect(room.events()).toEqual(["participant-leave 300", "conference-end"]);
});
