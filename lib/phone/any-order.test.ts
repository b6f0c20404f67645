import fc from "fast-check";
import { expect, test } from "vitest";
import { makeProblem } from "./problems";
import { Bench, settle, testUuid } from "./testing/fake-deps";
import type { FakeCall } from "./testing/fake-voice";

const invite = { name: "Alice", username: "alice" };

/** One thing a person, the network or the browser may do at any moment. */
const steps: Record<string, (bench: Bench) => unknown> = {
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
};

function lastUp({ network }: Bench): FakeCall | undefined {
  return network.callsUp.at(-1);
}
function openLast(bench: Bench, sound = true): void {
  const call = lastUp(bench);
  if (!call?.log.includes("accept")) return;
  if (sound) call.open();
  else call.accepted();
}

test("whatever happens in whatever order: nothing throws, and no two calls are up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 40 }), async (names) => {
      const bench = await new Bench().ready();
      for (const name of names) {
        await steps[name]?.(bench);
        if (name.length % 2) await settle();
        const talking = bench.network.callsUp.filter(({ log }) => log.includes("accept"));
        expect(talking.length).toBeLessThanOrEqual(1);
        expect(bench.network.callsUp.length).toBeLessThanOrEqual(2);
        expect(bench.network.liveDevices.length).toBeLessThanOrEqual(1);
      }
      steps.networkOn?.(bench);
      steps.restore?.(bench);
      bench.phone.hangUp();
      bench.phone.hangUp();
      await bench.clock.pass(60_000);
      expect(bench.network.callsUp).toEqual([]);
      bench.phone.dismiss();
      expect(bench.state).toEqual({ kind: "ready" });
      await bench.phone.stop();
      await bench.clock.pass(15_000);
      expect([bench.network.listenerCount, bench.clock.pending, bench.media.open]).toEqual([0, 0, 0]);
    }),
    { numRuns: 300 },
  );
});
