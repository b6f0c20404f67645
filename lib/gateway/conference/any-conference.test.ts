import fc from "fast-check";
import { expect, test } from "vitest";
import { ConferenceRoom, sidOf } from "../testing/conference-room";
import { soak } from "../testing/soak";
import type { Participant } from "./participant";

const VOICES = [300, 500, 700, 900];
const NAMES = ["room", "other"];

/** True once in `n` times: what ends or silences all too often would leave nothing to test. */
const seldom = (n: number) => fc.nat(n - 1).map((value) => value === 0);
const voice = fc.constantFrom(...VOICES);
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("join" as const),
      voice,
      name: fc.constantFrom(...NAMES),
      coach: fc.option(voice, { nil: undefined }),
      startConferenceOnEnter: fc.boolean(),
      endConferenceOnExit: seldom(8),
      muted: seldom(4),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("leave" as const),
      voice,
      why: fc.constantFrom("hung-up", "left", "redirected", "removed", "failed"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      voice,
      muted: seldom(4),
      hold: seldom(4),
      coach: fc.option(voice),
      endConferenceOnExit: seldom(8),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), name: fc.constantFrom(...NAMES) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** The conference that a call is in. */
function conferenceOf(room: ConferenceRoom, hertz: number) {
  return room.conferences.list().find(({ members }) => members.participants.has(sidOf(hertz)));
}

function perform(room: ConferenceRoom, joined: Participant[], act: Action): void {
  if (act.do === "join") {
    const { name, startConferenceOnEnter, endConferenceOnExit, muted } = act;
    const coach = act.coach === undefined ? undefined : sidOf(act.coach);
    joined.push(room.join(act.voice, { name, coach, startConferenceOnEnter, endConferenceOnExit, muted }));
  } else if (act.do === "end") {
    room.conferences.underWay(act.name)?.end();
  } else {
    const conference = conferenceOf(room, act.voice);
    const participant = conference?.members.participants.get(sidOf(act.voice));
    if (!conference || !participant) return;
    if (act.do === "leave") conference.remove(participant, act.why);
    else {
      const coach = act.coach === null ? null : sidOf(act.coach);
      conference.change(participant, { ...act, coach });
    }
  }
}

/** Whom a participant ought to hear. */
function audibleTo(room: ConferenceRoom, hertz: number): number[] {
  const conference = conferenceOf(room, hertz);
  const people = conference?.members.participants;
  if (!conference?.hasStarted || !people || people.get(sidOf(hertz))?.hold) return [];
  return VOICES.filter((other) => {
    const speaker = people.get(sidOf(other));
    if (other === hertz || !speaker || speaker.muted || speaker.hold) return false;
    return speaker.coach === undefined || speaker.coach === sidOf(hertz);
  });
}

test("whatever happens, each hears whom they ought to, an ended conference is empty, and who joined leaves once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: "max" }), async (actions) => {
      const room = new ConferenceRoom();
      const joined: Participant[] = [];
      for (const act of actions) {
        try {
          perform(room, joined, act);
        } catch (error) {
          expect((error as Error).name).toBe("ConferenceError");
        }
        for (const conference of room.conferences.list()) {
          if (conference.status === "completed") expect(conference.members.size).toBe(0);
          else expect(conference.members.size).toBeGreaterThan(0);
        }
        const heard = room.hears(1);
        for (const hertz of room.voices.keys()) {
          expect(heard[hertz]?.filter((one) => VOICES.includes(one)).sort()).toEqual(audibleTo(room, hertz));
        }
      }
      const underWay = room.conferences.list().filter(({ status }) => status !== "completed");
      expect(room.listeners.size).toBe(underWay.length);
      room.conferences.close();
      expect(room.listeners.size).toBe(0);
      expect(room.waiting).toBe(0);
      expect(await Promise.all(joined.map(({ left }) => left))).toHaveLength(joined.length);
      const said = room.app.reports.map(({ params }) => params.StatusCallbackEvent);
      const count = (event: string) => said.filter((one) => one === event).length;
      expect(count("participant-join")).toBe(joined.length);
      expect(count("participant-leave")).toBe(joined.length);
      expect(count("conference-end")).toBe(room.conferences.list().length);
      expect(room.clock.pending).toBe(0);
    }),
    { numRuns: soak(60, 3_000) },
  );
});
