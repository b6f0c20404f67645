import { twilioOf } from "./support/gateway";
import { expect, test } from "./support/test";

/** As in voice.spec.ts: a tone counts as heard from this amplitude on. */
const HEARD = 0.05;

test("in a conference each hears the others and not themselves; muted is silent, hold plays and silences", async ({
  registered,
  app,
  gateway,
}) => {
  app.answer = () =>
    `<Dial><Conference beep="false" waitUrl="" statusCallback="/status/room" statusCallbackEvent="start end join leave mute hold">room</Conference></Dial>`;
  const tones = { alice: 500, bob: 800, carol: 1_100 };
  const phones = await Promise.all(Object.entries(tones).map(([who, toneHz]) => registered(who, { toneHz })));
  const [alice, bob, carol] = phones;
  if (!alice || !bob || !carol) throw new Error("three phones");
  for (const phone of phones) {
    await phone.connect({ params: {} });
    await phone.saw("call0", "accept");
  }
  const heard = Object.values(tones);
  const audible = async (phone: typeof alice) => (await phone.levels(heard)).map((level) => level > HEARD);
  await expect.poll(() => audible(alice)).toEqual([false, true, true]);
  await expect.poll(() => audible(bob)).toEqual([true, false, true]);
  await expect.poll(() => audible(carol)).toEqual([true, true, false]);

  const client = twilioOf(gateway);
  const [conference] = await client.conferences.list({ friendlyName: "room", status: "in-progress" });
  expect(conference?.friendlyName).toBe("room");
  const participants = client.conferences(conference?.sid ?? "").participants;
  const sidOf = async (phone: typeof alice) => String(await phone.ofCall(0, "parameters.CallSid"));

  await participants(await sidOf(bob)).update({ muted: true });
  await expect.poll(() => audible(alice)).toEqual([false, false, true]);
  await participants(await sidOf(bob)).update({ muted: false });
  await expect.poll(() => audible(alice)).toEqual([false, true, true]);

  const tone = `${app.origin}/tone-1500.wav`;
  await participants(await sidOf(carol)).update({ hold: true, holdUrl: tone, holdMethod: "GET" });
  await expect.poll(() => audible(alice)).toEqual([false, true, false]);
  await expect.poll(async () => (await carol.levels([1_500]))[0]).toBeGreaterThan(HEARD);
  await expect.poll(() => audible(carol)).toEqual([false, false, false]);
  await participants(await sidOf(carol)).update({ hold: false });
  await expect.poll(() => audible(carol)).toEqual([true, true, false]);

  await client.conferences(conference?.sid ?? "").update({ status: "completed" });
  for (const phone of phones) await phone.saw("call0", "disconnect");
  await expect
    .poll(() => app.of("/status/room").map(({ params }) => params.StatusCallbackEvent))
    .toContain("conference-end");
  const events = app.of("/status/room").map(({ params }) => params.StatusCallbackEvent);
  expect(events.filter((event) => event === "participant-join")).toHaveLength(3);
  expect(events.filter((event) => event === "participant-leave")).toHaveLength(3);
  expect(app.of("/status/room").every(({ signed }) => signed)).toBe(true);
});
