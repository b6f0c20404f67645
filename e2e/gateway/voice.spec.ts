import { loudestFrequency } from "../../lib/gateway/testing/measure";
import { readWav } from "../../lib/gateway/testing/sound";
import { AUDIBLE, hearEachOther, talk } from "./support/phone";
import { expect, test } from "./support/test";

/** A tone counts as heard from this amplitude on. The tones of these tests have about 0.3, and silence stays below 0.001. */
const HEARD = 0.05;

test("a file of 440 Hz is heard as 440 Hz, and the call ends after it", async ({ registered, app }) => {
  app.answer = () => `<Play>/tone-440.wav</Play>`;
  const alice = await registered("alice");
  await alice.connect({ params: {} });
  await alice.saw("call0", "accept");
  await expect
    .poll(async () => (await alice.levels([440]))[0] ?? 0, { intervals: [50] })
    .toBeGreaterThan(HEARD);
  const [at440, at620, at1000] = await alice.levels([440, 620, 1_000]);
  expect(at440).toBeGreaterThan(HEARD);
  expect(Math.max(at620 ?? 1, at1000 ?? 1)).toBeLessThan((at440 ?? 0) / 20);
  await alice.saw("call0", "disconnect");
  expect(await alice.names("call0")).not.toContain("error");
});

test("Record gives back the tone that was spoken, with its length, and a key ends it", async ({
  registered,
  app,
  gateway,
}) => {
  app.answer = ({ path }) => (path === "/kept" ? "" : `<Record action="/kept" timeout="2" maxLength="20"/>`);
  const alice = await registered("alice", { toneHz: 620 });
  await alice.connect({ params: {} });
  await alice.saw("call0", "accept");
  await expect.poll(() => gateway.log.some((line) => line.includes("is recorded as RE"))).toBe(true);
  // She speaks for a second and a half: that many packets of 20 ms.
  const spoken = () =>
    alice.page.evaluate(() => {
      const totals = driver.last("sample", 0)?.totals as { packetsSent: number } | undefined;
      return totals?.packetsSent ?? 0;
    });
  const before = await spoken();
  await expect.poll(spoken).toBeGreaterThan(before + 75);
  await alice.invoke(0, "sendDigits", "5");
  await alice.saw("call0", "disconnect");
  await expect.poll(() => app.of("/kept").length).toBe(1);
  const params = app.of("/kept")[0]?.params;
  expect(params).toMatchObject({ Digits: "5" });
  const file = () => fetch(`${params?.RecordingUrl}.wav`);
  await expect.poll(async () => (await file()).status).toBe(200);
  const [sound = []] = readWav(Buffer.from(await (await file()).arrayBuffer())).samples;
  const seconds = sound.length / 8_000;
  expect(seconds).toBeGreaterThan(1.2);
  expect(Number(params?.RecordingDuration)).toBe(Math.round(seconds));
  const frequency = loudestFrequency(sound.slice(0, 8_000)) ?? 0;
  expect(Math.abs(frequency - 620)).toBeLessThan(5);
});

test("a Dial without answerOnBridge answers at once, lets ringing be heard, and connects both", async ({
  registered,
  app,
}) => {
  app.answer = ({ path, params }) =>
    path === "/action" ? "" : `<Dial action="/action"><Client>${params.To}</Client></Dial>`;
  const [alice, bob] = await Promise.all([
    registered("alice", { toneHz: 500 }),
    registered("bob", { toneHz: 900 }),
  ]);
  await alice.connect({ params: { To: "bob" } });
  await alice.saw("call0", "accept");
  await bob.saw("device0", "incoming");
  await expect.poll(async () => Math.max(...(await alice.levels([440, 480])))).toBeGreaterThan(HEARD / 2);
  await bob.invoke(0, "accept");
  await bob.saw("call0", "accept");
  await expect.poll(async () => (await alice.levels([900]))[0]).toBeGreaterThan(HEARD);
  await expect.poll(async () => (await bob.levels([500]))[0]).toBeGreaterThan(HEARD);
  const [own] = await alice.levels([500]);
  expect(own).toBeLessThan(HEARD / 20);
  await alice.invoke(0, "mute", true);
  await expect.poll(() => bob.loudness(0, 600)).toBeLessThan(AUDIBLE / 10);
  await bob.invoke(0, "disconnect");
  await alice.saw("call0", "disconnect");
});

test("a second Dial after an answered one connects the caller again", async ({ registered, app }) => {
  app.answer = ({ path }) =>
    path === "/action"
      ? `<Dial answerOnBridge="true"><Client>carol</Client></Dial>`
      : `<Dial action="/action"><Client>bob</Client></Dial>`;
  const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((who) => registered(who)));
  if (!alice || !bob || !carol) throw new Error("three phones");
  await talk(alice, bob, { To: "bob" });
  await hearEachOther(alice, bob);
  await bob.invoke(0, "disconnect");
  await carol.saw("device0", "incoming");
  await carol.invoke(0, "accept");
  await carol.saw("call0", "accept");
  await hearEachOther(alice, carol);
  await alice.invoke(0, "disconnect");
  await carol.saw("call0", "disconnect");
});
