import fc from "fast-check";
import { expect, test } from "vitest";
import { ConferenceRoom, noun, sidOf } from "../testing/conference-room";
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
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("call" as const),
      voice,
      name: fc.constantFrom(...NAMES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), voice }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), name: fc.constantFrom(...NAMES) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** The conference that a call is in. */
function conferenceOf(room: ConferenceRoom, hertz: number) {
  return room.conferences.list().find(({ members }) => members.participants.has(sidOf(hertz)));
}

/** Who has come in, and how many were called who have not come in. */
interface Tally {
  joined: Participant[];
  called: number;
}

function perform(room: ConferenceRoom, tally: Tally, act: Action): void {
  const { conferences } = room;
  if (act.do === "join") {
    const { name, startConferenceOnEnter, endConferenceOnExit, muted } = act;
    const coach = act.coach === undefined ? undefined : sidOf(act.coach);
    const wasCalled = conferences.underWay(name)?.members.expected.has(sidOf(act.voice));
    tally.joined.push(
      room.join(act.voice, { name, coach, startConferenceOnEnter, endConferenceOnExit, muted }),
    );
    if (wasCalled) tally.called -= 1;
  } else if (act.do === "end") {
    conferences.underWay(act.name)?.end();
  } else if (act.do === "call") {
    // A call that is made over REST has a sid of its own, so it is nowhere yet.
    if (conferences.list().some(({ members }) => members.find(sidOf(act.voice)))) return;
    const { call } = conferences.expect(sidOf(act.voice), noun({ name: act.name }));
    call.cancel = () => conferences.callFailed(call.callSid, "canceled");
    tally.called += 1;
  } else if (act.do === "fail") {
    conferences.callFailed(sidOf(act.voice), "busy");
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

test(
  "whatever happens, each hears whom they ought to, an ended conference is empty, and who joined leaves once",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: "max" }), async (actions) => {
        const room = new ConferenceRoom();
        const tally: Tally = { joined: [], called: 0 };
        for (const act of actions) {
          try {
            perform(room, tally, act);
          } catch (error) {
            expect((error as Error).name).toBe("ConferenceError");
          }
          for (const conference of room.conferences.list()) {
            if (conference.status === "completed") expect(conference.members.size).toBe(0);
            else expect(conference.members.size).toBeGreaterThan(0);
          }
          const heard = room.hears(1);
          for (const hertz of room.voices.keys()) {
            expect(heard[hertz]?.filter((one) => VOICES.includes(one)).sort()).toEqual(
              audibleTo(room, hertz),
            );
          }
        }
        const underWay = room.conferences.list().filter(({ status }) => status !== "completed");
        const heard = underWay.filter(({ status }) => status === "in-progress");
        expect(room.listeners.size).toBe(heard.length);
        room.conferences.close();
        expect(room.listeners.size).toBe(0);
        expect(room.waiting).toBe(0);
        const { joined, called } = tally;
        expect(await Promise.all(joined.map(({ left }) => left))).toHaveLength(joined.length);
        const said = room.app.reports.map(({ params }) => params.StatusCallbackEvent);
        const count = (event: string) => said.filter((one) => one === event).length;
        expect(count("participant-join")).toBe(joined.length);
        expect(count("participant-leave")).toBe(joined.length + called);
        expect(count("conference-end")).toBe(room.conferences.list().length);
        expect(room.clock.pending).toBe(0);
      }),
      { numRuns: soak(60, 1_000) },
    );
  },
  soak(20_000, 300_000),
);
