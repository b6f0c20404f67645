import { beforeEach, describe, expect, test } from "vitest";
import { voicemailSettingsSchema } from "@/lib/contracts";
import { onBothDatabases } from "@/lib/db/testing/both";
import { levelAt } from "@/lib/gateway/testing/measure";
import { readWav as readStrictly } from "@/lib/gateway/testing/sound";
import { writeWav } from "@/lib/server/voicemail/wav";
import { dial } from "../_testing/calls";
import { sign } from "../_testing/network";
import { newDevice, type TestPerson } from "../_testing/people";
import { voiceGreeting, voicemailGreeting, voicemailSettings } from "../_testing/routes";
import { setVoicemail } from "../_testing/voicemail";

/** A WAV file of a tone. */
const tone = (hertz: number, seconds = 1) =>
  writeWav(
    Int16Array.from({ length: 8_000 * seconds }, (_, index) =>
      Math.round(8_000 * Math.sin((2 * Math.PI * hertz * index) / 8_000)),
    ),
  );

onBothDatabases(() => {
  let ben: TestPerson;
  let ann: TestPerson;
  beforeEach(async () => {
    ben = await newDevice();
    ann = await newDevice();
  });

  const path = "/api/voicemail/greeting";
  const read = async (of: TestPerson) => {
    const response = await of.browser.send(voicemailSettings.GET, "/api/voicemail/settings");
    return voicemailSettingsSchema.parse(await response.json());
  };
  const putGreeting = (of: TestPerson, file: Buffer, type = "audio/wav") => {
    const request = new Request(`http://localhost:3000${path}`, {
      method: "PUT",
      headers: { "content-type": type },
      body: new Uint8Array(file),
    });
    const context = { params: Promise.resolve({}) };
    return of.browser.sendRequest(() => voicemailGreeting.PUT(request, context), request);
  };
  const getGreeting = (of: TestPerson) => of.browser.send(voicemailGreeting.GET, path);
  /** What `<Play>` is told to fetch for a call to Ben. */
  const playedPath = async () => {
    const { twiml } = await dial(ann, ben.username);
    return /<Play>http:\/\/localhost:3000([^<]+)<\/Play>/.exec(twiml)?.[1];
  };
  const fetchPlayed = (played: string, headers: Record<string, string> = {}) => {
    const id = played.split("/").at(-1) ?? "";
    return ann.browser.send(voiceGreeting.GET, played, {
      context: { params: Promise.resolve({ id }) },
      headers,
    });
  };

  test("it is off at first, and each switch stays as it was set", async () => {
    expect(await read(ben)).toEqual({
      on: false,
      noAnswer: true,
      away: true,
      declined: true,
      busy: true,
      greeting: null,
      maxSeconds: 120,
      maxMessages: 50,
      days: 30,
      transcribed: false,
    });
    const chosen = { on: true, noAnswer: false, away: true, declined: false, busy: true };
    expect(await setVoicemail(ben, chosen)).toMatchObject(chosen);
    expect(await setVoicemail(ben, { ...chosen, on: false })).toMatchObject({ on: false, noAnswer: false });
    expect(await read(ben)).toMatchObject({
      on: false,
      noAnswer: false,
      away: true,
      declined: false,
      busy: true,
    });
    expect(await read(ann)).toMatchObject({ on: false, noAnswer: true });
  });

  describe("a person's own greeting", () => {
    test("is played to callers, and what follows says that they are recorded", async () => {
      await setVoicemail(ben);
      expect((await putGreeting(ben, tone(600, 2))).status).toBe(200);
      expect(await read(ben)).toMatchObject({ greeting: { seconds: 2 } });
      const { twiml } = await dial(ann, ben.username);
      expect(twiml).toMatch(/<Response><Play>[^<]+<\/Play><Say[^>]*>[^<]*It will be recorded/);
      expect(twiml).not.toContain("cannot answer now");
      const played = await fetchPlayed((await playedPath()) ?? "");
      expect([played.status, played.headers.get("content-type")]).toEqual([200, "audio/wav"]);
      const { samples, sampleRate } = readStrictly(Buffer.from(await played.arrayBuffer()));
      expect(sampleRate).toBe(8_000);
      expect(levelAt(samples[0] ?? [], 600)).toBeGreaterThan(0.2);
    });

    test("has another address with each recording, and the earlier one is gone", async () => {
      await setVoicemail(ben);
      await putGreeting(ben, tone(600));
      const first = (await playedPath()) ?? "";
      await putGreeting(ben, tone(700));
      const second = (await playedPath()) ?? "";
      expect(second).not.toBe(first);
      expect((await fetchPlayed(first)).status).toBe(404);
      expect((await fetchPlayed(second)).status).toBe(200);
    });

    test("is given to the voice network, signed or not, and not with a wrong signature", async () => {
      await setVoicemail(ben);
      await putGreeting(ben, tone(600));
      const played = (await playedPath()) ?? "";
      const signed = (signature: string) => fetchPlayed(played, { "x-twilio-signature": signature });
      expect((await signed(sign(played, {}))).status).toBe(200);
      expect((await signed(sign(`${played}x`, {}))).status).toBe(403);
    });

    test("can be heard by its owner alone by the other address, and removed", async () => {
      await setVoicemail(ben);
      await putGreeting(ben, tone(600));
      expect((await getGreeting(ben)).status).toBe(200);
      expect((await getGreeting(ann)).status).toBe(404);
      expect((await ben.browser.send(voicemailGreeting.DELETE, path, { method: "DELETE" })).status).toBe(204);
      expect((await getGreeting(ben)).status).toBe(404);
      expect(await read(ben)).toMatchObject({ greeting: null });
      expect(await playedPath()).toBeUndefined();
    });

    test.each([
      ["no WAV file", Buffer.from("x".repeat(20_000)), "audio/wav", "400 bad_greeting"],
      ["an empty body", Buffer.alloc(0), "audio/wav", "400 bad_greeting"],
      ["less than half a second", tone(600, 0.4), "audio/wav", "400 bad_greeting"],
      ["more than a minute", tone(600, 60.5), "audio/wav", "400 bad_greeting"],
      ["another type", tone(600), "application/octet-stream", "400 bad_greeting"],
      ["more than a mebibyte", tone(600, 66), "audio/wav", "413 payload_too_large"],
    ])("of %s is refused, and the earlier one stays", async (_what, file, type, expected) => {
      await putGreeting(ben, tone(600, 3));
      const response = await putGreeting(ben, file, type);
      expect(`${response.status} ${(await response.json()).error.code}`).toBe(expected);
      expect(await read(ben)).toMatchObject({ greeting: { seconds: 3 } });
    });
  });
});
