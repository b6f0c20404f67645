import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeDevice, Rig } from "../testing/rig";

const NEVER = new Promise<never>(() => {});
const OTHER = { twiml: `<Response><Redirect>/other</Redirect></Response>`, base: "http://app.test/" };
let rig: Rig;
let alice: FakeDevice;
let idle: number;

beforeEach(async () => {
  rig = await Rig.open("ended");
  alice = await rig.device("alice");
  idle = rig.clock.pending;
  rig.app.answers.set("/other", `<Reject reason="busy"/>`);
});
afterEach(async () => {
  await rig.close();
});

const waits: [what: string, twiml: string, before: () => void][] = [
  ["the answer of its Voice URL", "", () => vi.spyOn(rig.app, "request").mockReturnValueOnce(NEVER)],
  [
    "the file of a Play",
    "<Play>/1.wav</Play>",
    () => vi.spyOn(rig.sounds, "load").mockReturnValueOnce(NEVER),
  ],
  ["the words of a Say", "<Say>Hello</Say>", () => vi.spyOn(rig.sounds, "say").mockReturnValueOnce(NEVER)],
  [
    "the file of a prompt",
    "<Gather><Play>/1.wav</Play></Gather>",
    () => vi.spyOn(rig.sounds, "load").mockReturnValueOnce(NEVER),
  ],
];

describe.each(waits)("a call that waits for %s", (_what, twiml, before) => {
  beforeEach(async () => {
    before();
    rig.app.answers.set("/voice", twiml);
  });

  test("goes on at once with the document that REST gives it", async () => {
    await rig.placeCall(alice);
    expect(rig.switchboard.calls[0]?.redirect(OTHER)).toBe(true);
    await rig.clock.advance(10);
    expect(rig.app.at("/other")).toHaveLength(1);
  });

  test("leaves nothing when the caller hangs up", async () => {
    const sid = await rig.placeCall(alice);
    alice.hangUp(sid);
    await rig.clock.advance(10);
    expect(rig.switchboard.calls).toEqual([]);
    expect(rig.clock.pending).toBe(idle);
  });
});
