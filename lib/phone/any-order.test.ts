import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallStage } from "@/lib/contracts";
import { makeProblem } from "./model/problems";
import type { PhoneState } from "./model/types";
import { callOf, ringingCall } from "./state/selectors";
import { FakeClock } from "./testing/fake-clock";
import { Bench, settle, testUuid } from "./testing/fake-deps";
import { FakeProfile } from "./testing/fake-tabs";
import type { FakeCall } from "./testing/fake-voice";

const runsEach = process.env.SOAK === "1" ? 5_000 : 300;
const invite = { name: "Alice", username: "alice" };

/** One thing that a person, the network or the browser may do at any moment. */
const steps = {
  dial: ({ phone }) => phone.dial({ username: "bob", name: "Bob", anonymous: false }),
  answer: ({ phone }) => phone.answer(),
  decline: ({ phone }) => phone.decline(),
  hangUp: ({ phone }) => phone.hangUp(),
  answerWaiting: ({ phone }) => phone.answerWaiting(),
  declineWaiting: ({ phone }) => phone.declineWaiting(),
  mute: ({ phone }) => phone.setMuted(true),
  digits: ({ phone }) => phone.sendDigits("1"),
  dismiss: ({ phone }) => phone.dismiss(),
  retry: ({ phone }) => phone.retry(),
  ring: ({ network }) =>
    network.liveDevices.at(-1)?.ring({ ...invite, ref: testUuid(1_000 + network.callsMade) }),
  waking: (bench) => tellStage(bench, "waking"),
  toVoicemail: (bench) => tellStage(bench, "message"),
  stream: ({ live }) => live.show(testUuid(900)),
  streamLost: ({ live }) => live.show(null),
  ringing: (bench) => lastUp(bench)?.emit("ringing", false),
  open: (bench) => openLast(bench),
  openWithoutSound: (bench) => openLast(bench, false),
  end: (bench) => lastUp(bench)?.end(),
  endWithError: (bench) => lastUp(bench)?.end(makeProblem("unknown", 31486)),
  mediaLost: (bench) => lastUp(bench)?.emit("reconnecting", "media"),
  mediaBack: (bench) => lastUp(bench)?.emit("reconnected"),
  cut: ({ network }) => network.liveDevices.at(-1)?.cut(),
  networkOff: ({ network }) => Object.assign(network, { answers: false, connects: false }),
  networkOn: ({ network }) => Object.assign(network, { answers: true, connects: true }),
  micOff: ({ media }) => Object.assign(media, { refusal: "NotAllowedError" }),
  micOn: ({ media }) => Object.assign(media, { refusal: null }),
  wake: ({ page }) => page.emit("wake"),
  network: ({ page }) => page.emit("network"),
  hide: ({ page }) => page.emit("hide"),
  restore: ({ page }) => page.emit("restore"),
  wait: ({ clock }) => clock.pass(700),
  waitLong: ({ clock }) => clock.pass(15_000),
} satisfies Record<string, (bench: Bench) => unknown>;
type Step = keyof typeof steps;

/** How long to wait after a step: for a number of microtask turns, or until nothing waits on a promise any more. */
const pauses = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant("until quiet" as const));
type Pause = number | "until quiet";

const stepNames = Object.keys(steps).filter((name): name is Step => name in steps);

async function rest(pause: Pause): Promise<void> {
  if (pause === "until quiet") return settle();
  for (let turn = 0; turn < pause; turn += 1) await Promise.resolve();
}

function lastUp({ network }: Bench): FakeCall | undefined {
  return network.callsUp.at(-1);
}
function openLast(bench: Bench, sound = true): void {
  const call = lastUp(bench);
  if (!call?.log.includes("accept")) return;
  if (sound) call.open();
  else call.accepted();
}

/** The calls that a state shows. */
function shown(state: PhoneState): (string | undefined)[] {
  return [callOf(state)?.ref, ringingCall(state)?.ref];
}

function tellStage({ live, network }: Bench, stage: CallStage): Promise<void> {
  const ref = network.callsUp.at(-1)?.parameters.get("ref") ?? testUuid(999);
  return live.tell({ kind: "stage", ref, stage });
}

const isTalking = (call: FakeCall) => call.log.includes("accept");

/** The calls that a phone keeps. An invite that it has no room for is up until the server knows that it is busy. */
function kept({ network, api }: Bench): FakeCall[] {
  return network.callsUp.filter(({ parameters }) => !api.busyWith.includes(parameters.get("ref") ?? ""));
}

function expectNothingLeft({ network, clock, live, media, page, speaker }: Bench): void {
  const listeners = network.listenerCount + page.listenerCount + media.listenerCount + live.listenerCount;
  expect({ listeners, timers: clock.pending, microphones: media.open, guards: page.guards }).toEqual({
    listeners: 0,
    timers: 0,
    microphones: 0,
    guards: 0,
  });
  expect(speaker.looping).toEqual([]);
}

function hasPhone({ state }: Bench): boolean {
  return state.kind !== "off" && state.kind !== "elsewhere";
}

/** Every caller who still rings gives up. */
function endAll({ network }: Bench): void {
  for (const call of network.callsUp) call.end();
}

test("steps in any order throw no error and never lead to two answered calls", async () => {
  const runs = fc.array(fc.tuple(fc.constantFrom(...stepNames), pauses), { maxLength: 40, size: "max" });
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const bench = await new Bench().ready();
      for (const [name, pause] of run) {
        await steps[name](bench);
        await rest(pause);
        expect(bench.network.callsUp.filter(isTalking).length).toBeLessThanOrEqual(1);
        expect(kept(bench).length).toBeLessThanOrEqual(2);
        expect(bench.network.liveDevices.length).toBeLessThanOrEqual(1);
        if (pause !== "until quiet") continue;
        for (const { parameters } of kept(bench)) expect(shown(bench.state)).toContain(parameters.get("ref"));
      }
      steps.networkOn(bench);
      steps.restore(bench);
      bench.phone.hangUp();
      bench.phone.hangUp();
      await bench.clock.pass(60_000);
      expect(bench.network.callsUp).toEqual([]);
      bench.phone.dismiss();
      expect(bench.state).toEqual({ kind: "ready" });
      await bench.phone.stop();
      await bench.clock.pass(15_000);
      expectNothingLeft(bench);
    }),
    { numRuns: runsEach },
  );
}, 120_000);

/** What else may happen in one of several tabs. */
const tabSteps = { ...steps, takeOver: ({ phone }: Bench) => phone.takeOver() };
type TabStep = keyof typeof tabSteps;
const tabStepNames: TabStep[] = [...stepNames, "takeOver"];

test("steps in any order in two tabs never give both the phone, or a call each", async () => {
  // Most of it happens at one tab, and the phone moves often enough to move in the middle of a call.
  const names = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...tabStepNames) },
    { weight: 1, arbitrary: fc.constant("takeOver" as const) },
  );
  const runs = fc.array(fc.tuple(fc.nat(1), names, pauses), { maxLength: 40, size: "max" });
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const profile = new FakeProfile();
      const clock = new FakeClock();
      const benches = [0, 1].map(() => new Bench({ tabs: profile.tab(), clock }));
      for (const bench of benches) await bench.ready();
      for (const [tab, name, pause] of run) {
        const bench = benches[tab];
        if (!bench) throw new Error("no such tab");
        // A page comes back out of the cache only after it went.
        if (name === "restore" && bench.state.kind !== "off") continue;
        await tabSteps[name](bench);
        await rest(pause);
        const up = benches.flatMap(({ network }) => network.callsUp);
        expect(up.filter(isTalking).length).toBeLessThanOrEqual(1);
        if (pause !== "until quiet") continue;
        expect(benches.filter(hasPhone).length).toBeLessThanOrEqual(1);
      }
      for (const bench of benches) {
        tabSteps.networkOn(bench);
        if (bench.state.kind === "off") tabSteps.restore(bench);
      }
      await settle();
      for (const bench of benches) {
        bench.phone.hangUp();
        bench.phone.hangUp();
      }
      await clock.pass(60_000);
      // What still rings at a Device that is kept for the other tab rings until its caller gives up.
      for (const { network } of benches) expect(network.callsUp.filter(isTalking)).toEqual([]);
      benches.forEach(endAll);
      await clock.pass(130_000);
      for (const bench of benches) bench.phone.dismiss();
      expect(benches.map(({ state }) => state.kind).sort()).toEqual(["elsewhere", "ready"]);
      for (const bench of benches) await bench.phone.stop();
      await clock.pass(15_000);
      expect(benches.flatMap(({ network }) => network.liveDevices)).toEqual([]);
      benches.forEach(expectNothingLeft);
      expect([profile.held, profile.listenerCount]).toEqual([false, 0]);
    }),
    { numRuns: runsEach },
  );
}, 120_000);
