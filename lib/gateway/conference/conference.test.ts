import { expect, test } from "vitest";
import { settle } from "../testing/clock";
import { ConferenceRoom, HERTZ, noun, sidOf, tone } from "../testing/conference-room";
import { ConferenceError } from "./conference-error";

const URL_OF = (name: string) => ({ url: `http://localhost:3000/${name}.mp3`, method: "GET" as const });

/** The conference that is under way. */
function current(room: ConferenceRoom) {
  const conference = room.conferences.underWay("room");
  if (!conference) throw new Error("no conference is under way");
  return conference;
}

test("each hears all others, and not themselves", () => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500, 700]) room.join(hertz);
  expect(room.hears()).toEqual({ 300: [500, 700], 500: [300, 700], 700: [300, 500] });
});

test("conferences of two names do not hear each other", () => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500]) room.join(hertz);
  for (const hertz of [700, 900]) room.join(hertz, { name: "other" });
  expect(room.hears()).toEqual({ 300: [500], 500: [300], 700: [900], 900: [700] });
});

test("many loud voices stay at the limit of 16 bits in place of turning over", () => {
  const room = new ConferenceRoom();
  for (let n = 0; n < 40; n += 1) room.join(400 + n);
  for (const voice of room.voices.values()) {
    voice.speak = () => {
      voice.mic = new Int16Array(160).fill(30_000);
    };
  }
  room.tick();
  for (const voice of room.voices.values()) expect(new Set(voice.heard)).toEqual(new Set([32_767]));
});

test("after a participant has left, nobody hears them, and they hear nothing", () => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500, 700]) room.join(hertz);
  const third = room.join(900);
  third.leave("hung-up");
  third.leave("left");
  expect(room.hears()).toEqual({ 300: [500, 700], 500: [300, 700], 700: [300, 500], 900: [] });
  expect(room.voices.get(900)?.output).toBeUndefined();
});

test("`left` says why", async () => {
  const room = new ConferenceRoom();
  const participant = room.join(300);
  room.join(500);
  participant.leave("redirected");
  expect(await participant.left).toBe("redirected");
});

test("a muted participant hears, and is not heard", () => {
  const room = new ConferenceRoom();
  const first = room.join(300, { muted: true });
  room.join(500);
  expect(room.hears()).toEqual({ 300: [500], 500: [] });
  current(room).change(first, { muted: false });
  expect(room.hears()).toEqual({ 300: [500], 500: [300] });
});

test("who is on hold hears music and not the others, and is not heard", () => {
  const room = new ConferenceRoom();
  const first = room.join(300);
  for (const hertz of [500, 700]) room.join(hertz);
  current(room).change(first, { hold: true });
  expect(room.hears(14)).toEqual({ 300: [HERTZ.music], 500: [700], 700: [500] });
  current(room).change(first, { hold: false });
  expect(room.hears()[300]).toEqual([500, 700]);
});

test("the sound of a HoldUrl is repeated", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(URL_OF("hold").url, tone(HERTZ.hold, 2));
  const first = room.join(300);
  room.join(500);
  current(room).change(first, { hold: true, holdSound: URL_OF("hold") });
  await settle();
  await settle();
  expect(room.hears(20)).toEqual({ 300: [HERTZ.hold], 500: [] });
});

test("a hold sound that comes after the hold has ended is not heard", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(URL_OF("hold").url, tone(HERTZ.hold, 2));
  const first = room.join(300);
  room.join(500);
  current(room).change(first, { hold: true, holdSound: URL_OF("hold") });
  current(room).change(first, { hold: false });
  current(room).change(first, { hold: true });
  await settle();
  await settle();
  expect(room.hears(14)[300]).toEqual([HERTZ.music]);
});

test("a coach hears all, and only the coached one hears the coach", () => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500]) room.join(hertz);
  const coach = room.join(700, { coach: sidOf(300) });
  expect(room.hears()).toEqual({ 300: [500, 700], 500: [300], 700: [300, 500] });
  current(room).change(coach, { coach: sidOf(500) });
  expect(room.hears()).toEqual({ 300: [500], 500: [300, 700], 700: [300, 500] });
  current(room).change(coach, { coach: null });
  expect(room.hears()).toEqual({ 300: [500, 700], 500: [300, 700], 700: [300, 500] });
});

test("a muted coach is heard by nobody", () => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500]) room.join(hertz);
  room.join(700, { coach: sidOf(300), muted: true });
  expect(room.hears()).toEqual({ 300: [500], 500: [300], 700: [300, 500] });
});

test("an announcement to all is heard once by all who are not on hold", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(URL_OF("hello").url, tone(HERTZ.announcement, 10));
  for (const hertz of [300, 500]) room.join(hertz);
  current(room).change(room.join(700), { hold: true });
  current(room).announce(URL_OF("hello"));
  await settle();
  await settle();
  expect(room.hears(10)).toEqual({
    300: [500, HERTZ.announcement],
    500: [300, HERTZ.announcement],
    700: [HERTZ.music],
  });
  expect(room.hears(10)).toMatchObject({ 300: [500], 500: [300] });
});

test("an announcement to one is heard by that one alone, on hold too", async () => {
  const room = new ConferenceRoom();
  room.sounds.set(URL_OF("hello").url, tone(HERTZ.announcement, 10));
  const first = room.join(300);
  room.join(500);
  current(room).change(first, { hold: true });
  current(room).announce(URL_OF("hello"), first);
  await settle();
  await settle();
  expect(room.hears(10)).toEqual({ 300: [HERTZ.music, HERTZ.announcement], 500: [] });
});

test("a single participant hears music until a second comes", () => {
  const room = new ConferenceRoom();
  room.join(300);
  expect(room.hears(14)).toEqual({ 300: [HERTZ.music] });
  room.join(500, { startConferenceOnEnter: false });
  expect(room.hears(14)).toEqual({ 300: [500], 500: [300] });
});

test("two who may not start the conference wait until one comes who may", () => {
  const room = new ConferenceRoom();
  const wait = { url: "http://localhost:3000/wait", method: "POST" as const };
  room.join(300, { startConferenceOnEnter: false, wait });
  room.join(500, { startConferenceOnEnter: false, wait: "silence" });
  expect(room.hears()).toEqual({ 300: [HERTZ.wait], 500: [] });
  expect(room.waiting).toBe(1);
  room.join(700);
  expect(room.hears()).toEqual({ 300: [500, 700], 500: [300, 700], 700: [300, 500] });
  expect(room.waiting).toBe(0);
});

test("a waiting document ends when the one who waits leaves, or is put on hold", () => {
  const room = new ConferenceRoom();
  const wait = { url: "http://localhost:3000/wait", method: "POST" as const };
  const first = room.join(300, { wait });
  current(room).change(first, { hold: true });
  expect(room.waiting).toBe(0);
  expect(room.hears(14)).toEqual({ 300: [HERTZ.music] });
  current(room).change(first, { hold: false });
  expect(room.waiting).toBe(1);
  first.leave("hung-up");
  expect(room.waiting).toBe(0);
});

test.each([
  ["true", [HERTZ.enter], [HERTZ.exit]],
  ["onEnter", [HERTZ.enter], []],
  ["onExit", [], [HERTZ.exit]],
  ["false", [], []],
] as const)("beep=%s", (beep, onEnter, onExit) => {
  const room = new ConferenceRoom();
  for (const hertz of [300, 500]) room.join(hertz);
  const third = room.join(700, { beep });
  expect(room.hears(5)[300]).toEqual([500, 700, ...onEnter]);
  expect(room.hears(5)[300]).toEqual([500, 700]);
  third.leave("hung-up");
  expect(room.hears(5)[300]).toEqual([500, ...onExit]);
});

test("the recording begins with the start and has all voices, without music and coaches", () => {
  const room = new ConferenceRoom();
  room.join(300, { record: true });
  room.hears(3);
  expect(room.recordings).toEqual({ begun: 0, ended: 0 });
  room.join(500);
  room.join(700, { coach: sidOf(300), record: true });
  current(room).change(room.join(900), { hold: true });
  room.hears(10);
  expect(room.recorded).toHaveLength(10);
  expect(room.frequenciesIn(room.recorded)).toEqual([300, 500]);
  room.conferences.close();
  room.conferences.close();
  room.hears(3);
  expect(room.recorded).toHaveLength(10);
  expect(room.recordings).toEqual({ begun: 1, ended: 1 });
});

test("when a participant with endConferenceOnExit leaves, the conference ends for all", async () => {
  const room = new ConferenceRoom();
  const host = room.join(300, { endConferenceOnExit: true });
  const guests = [500, 700].map((hertz) => room.join(hertz));
  host.leave("hung-up");
  expect(await Promise.all(guests.map(({ left }) => left))).toEqual([
    "ended-by-participant",
    "ended-by-participant",
  ]);
  expect(room.hears()).toEqual({ 300: [], 500: [], 700: [] });
  expect(room.conferences.underWay("room")).toBeUndefined();
  expect(room.listeners.size).toBe(0);
});

test("the next who comes by the same name begins another conference", () => {
  const room = new ConferenceRoom();
  room.join(300).leave("hung-up");
  room.join(500);
  const [second, first] = room.conferences.list();
  expect(first).toMatchObject({ status: "completed", ending: { reason: "last-participant-left" } });
  expect(second).toMatchObject({ status: "in-progress", ending: undefined });
  expect(second?.sid).toMatch(/^CF[0-9a-f]{32}$/);
  expect(second?.sid).not.toBe(first?.sid);
});

test("the last thousand conferences that ended are remembered", () => {
  const room = new ConferenceRoom();
  room.join(300).leave("hung-up");
  const [oldest] = room.conferences.list();
  for (let n = 0; n < 1_000; n += 1) room.join(300).leave("hung-up");
  expect(room.conferences.list()).toHaveLength(1_000);
  expect(room.conferences.get(oldest?.sid ?? "")).toBeUndefined();
});

test("a call that joins again has left before", async () => {
  const room = new ConferenceRoom();
  const before = room.join(300);
  room.join(500);
  room.join(300, { name: "other" });
  expect(await before.left).toBe("redirected");
  expect(room.hears(14)).toEqual({ 300: [HERTZ.music], 500: [] });
});

test.each([
  ["is full", { maxParticipants: 2 }, {}, 16020],
  ["has the label", {}, { label: "first" }, 16025],
  ["gets a CallSid for a label", {}, { label: sidOf(300) }, 16023],
  ["gets a label with a slash", {}, { label: "a%2Fb" }, 16023],
  ["gets a label of 129 characters", {}, { label: "x".repeat(129) }, 16023],
  ["has no such participant to coach", {}, { coach: sidOf(900) }, 13240],
  ["has the one to coach on hold", {}, { coach: sidOf(500) }, 16027],
])("nobody comes in when the conference %s", (_name, first, third, code) => {
  const room = new ConferenceRoom();
  room.join(300, { label: "first", ...first });
  current(room).change(room.join(500), { hold: true });
  const events = room.events();
  expect(() => room.join(700, third)).toThrow(new ConferenceError(code as 16020));
  expect(room.events()).toEqual(events);
  expect(room.hears(14)).toMatchObject({ 300: [], 700: [] });
});

test("a conference that nobody could come into does not exist", () => {
  const room = new ConferenceRoom();
  expect(() => room.join(300, { coach: sidOf(500) })).toThrow(new ConferenceError(13240));
  expect(room.conferences.list()).toEqual([]);
  expect(room.listeners.size).toBe(0);
});

test("a call that was made over REST keeps its place while it rings, and its label", () => {
  const room = new ConferenceRoom();
  const invited = noun({ label: "guest", maxParticipants: 1 });
  const { conference } = room.conferences.expect(sidOf(300), invited);
  expect(conference.status).toBe("init");
  expect(() => room.join(500)).toThrow(new ConferenceError(16020));
  room.conferences.callRinging(sidOf(300));
  expect(conference.members.find("guest")?.facts()).toMatchObject({ status: "ringing" });
  room.join(300, invited);
  expect(conference.members.find("guest")?.facts()).toMatchObject({ status: "connected" });
  expect(conference.members.size).toBe(1);
  expect(conference.status).toBe("in-progress");
});
