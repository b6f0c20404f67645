import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { meSchema } from "@/lib/contracts";
import { database, users, voicemailAudio, voicemailRemovals, voicemails } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { levelAt } from "@/lib/gateway/testing/measure";
import { readWav } from "@/lib/gateway/testing/sound";
import { runVoicemailUpkeep } from "@/lib/server/voicemail/upkeep";
import { recordOf, rowOf, type TestCall } from "../_testing/calls";
import { webhook } from "../_testing/network";
import { idOf, newDevice, type TestPerson } from "../_testing/people";
import { type Changes, startRecordings } from "../_testing/recordings";
import { me } from "../_testing/routes";
import {
  getAudio,
  messagesOf,
  reachVoicemail,
  sendDelete,
  sendHeard,
  sendRecorded,
  sendStatus,
  setVoicemail,
} from "../_testing/voicemail";

let settings: Changes = {};
const network = startRecordings(() => settings);

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  beforeEach(async () => {
    settings = {};
    [ann, ben] = [await newDevice(), await newDevice()];
    await setVoicemail(ben);
  });

  /** Ann leaves a message for Ben, of which both reports come. */
  async function leave(options: { anonymous?: string } = {}): Promise<{ call: TestCall; sid: string }> {
    const call = await reachVoicemail(ann, ben, options);
    const sid = await network.record(call.callSid);
    expect(await (await sendRecorded(call, sid)).text()).toContain("Your message has been saved");
    await sendStatus(call, sid);
    return { call, sid };
  }

  async function onlyMessage() {
    const [message, ...others] = await messagesOf(ben);
    if (!message || others.length > 0) throw new Error(`not one message but ${others.length + 1}`);
    return message;
  }

  const unheard = async () =>
    meSchema.parse(await (await ben.browser.send(me.GET, "/api/me")).json()).unheard;
  const kept = async (id: string) =>
    (await (await database()).select().from(voicemailAudio).where(eq(voicemailAudio.voicemailId, id))).length;
  /** Makes everything due that is to be tried again. */
  async function makeDue(): Promise<void> {
    const db = await database();
    await db.update(voicemails).set({ nextTryAt: sql`now()` });
    await db.update(voicemailRemovals).set({ nextTryAt: sql`now()` });
  }
  async function upkeep(): Promise<void> {
    await makeDue();
    await runVoicemailUpkeep();
  }

  test("a message is in the owner's list and records, and counted until it is heard", async () => {
    const { call } = await leave();
    const message = await onlyMessage();
    expect(message).toMatchObject({
      ref: call.ref,
      caller: { username: ann.username },
      anonymous: false,
      seconds: 2,
      heard: false,
      transcription: null,
    });
    expect(await recordOf(ben, call)).toMatchObject({
      outcome: "offline",
      message: { id: message.id, seconds: 2, heard: false },
    });
    expect(await recordOf(ann, call)).toMatchObject({
      stage: null,
      message: { id: null, seconds: 2, heard: null },
    });
    expect(await unheard()).toBe(1);
    expect((await sendHeard(ben, message.id)).status).toBe(204);
    expect((await sendHeard(ben, message.id)).status).toBe(204);
    expect(await unheard()).toBe(0);
    expect(await recordOf(ben, call)).toMatchObject({ message: { heard: true } });
    expect(await recordOf(ann, call)).toMatchObject({ message: { heard: null } });
    expect(await messagesOf(ann)).toEqual([]);
  });

  test("the sound is kept in our database, is deleted at the voice network, and is what was said", async () => {
    const { sid } = await leave();
    const { id } = await onlyMessage();
    expect(await kept(id)).toBe(1);
    expect(network.has(sid)).toBe(false);
    network.setDown(true);
    const response = await getAudio(ben, id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "audio/wav",
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-disposition": "inline",
    });
    const { samples, sampleRate } = readWav(Buffer.from(await response.arrayBuffer()));
    expect(sampleRate).toBe(8_000);
    expect(levelAt(samples[0] ?? [], 440)).toBeGreaterThan(0.2);
  });

  test("a part of it is sent alone, and a part that is not there refused", async () => {
    await leave();
    const { id } = await onlyMessage();
    const whole = Buffer.from(await (await getAudio(ben, id)).arrayBuffer());
    const part = await getAudio(ben, id, { headers: { range: "bytes=100-199" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 100-199/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100, 200));
    const beyond = await getAudio(ben, id, { headers: { range: `bytes=${whole.length}-` } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
  });

  test("a download has a name without the caller's", async () => {
    await leave();
    const { id } = await onlyMessage();
    const response = await getAudio(ben, id, { query: "?download=1" });
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="message-[\d-]{19}\.wav"$/,
    );
  });

  test("nobody but its owner hears, marks or deletes it: not its caller, and no stranger", async () => {
    await leave();
    const { id } = await onlyMessage();
    for (const other of [ann, await newDevice()]) {
      expect((await getAudio(other, id)).status).toBe(404);
      expect((await sendHeard(other, id)).status).toBe(404);
      expect((await sendDelete(other, id)).status).toBe(404);
    }
    expect(await onlyMessage()).toMatchObject({ id, heard: false });
    expect((await getAudio(ben, "no-id")).status).toBe(404);
  });

  test("an anonymous message names nobody, in no row either", async () => {
    const { call } = await leave({ anonymous: "1" });
    expect(await onlyMessage()).toMatchObject({ caller: null, anonymous: true });
    const db = await database();
    const [row] = await db.select().from(voicemails).where(eq(voicemails.callSid, call.callSid));
    expect(JSON.stringify(row)).not.toContain(await idOf(ann));
  });

  test("repeated reports, in any order, make one message", async () => {
    const call = await reachVoicemail(ann, ben);
    const sid = await network.record(call.callSid);
    await sendStatus(call, sid);
    await Promise.all([sendRecorded(call, sid), sendStatus(call, sid), sendRecorded(call, sid)]);
    const { id } = await onlyMessage();
    expect(await kept(id)).toBe(1);
    await sendHeard(ben, id);
    await sendStatus(call, sid);
    expect(await onlyMessage()).toMatchObject({ id, heard: true });
  });

  test("a message of which no report comes is found at the voice network, and its call released", async () => {
    const call = await reachVoicemail(ann, ben);
    const sid = await network.record(call.callSid);
    await runVoicemailUpkeep();
    expect(await messagesOf(ben)).toEqual([]);
    await upkeep();
    expect(await onlyMessage()).toMatchObject({ ref: call.ref, seconds: 2 });
    expect((await rowOf(call)).releasedAt).not.toBeNull();
    expect(network.has(sid)).toBe(false);
  });

  test("it is looked for until the voice network answers, and while it is still recorded", async () => {
    const call = await reachVoicemail(ann, ben);
    const running = network.begin(call.callSid);
    for (let times = 0; times < 8; times++) await upkeep();
    expect(network.has(running)).toBe(true);
    const other = await reachVoicemail(ann, ben);
    await network.record(other.callSid);
    network.setDown(true);
    for (let times = 0; times < 8; times++) await upkeep();
    network.setDown(false);
    await upkeep();
    expect(await onlyMessage()).toMatchObject({ ref: other.ref });
  });

  test("a call in which nothing was recorded is given up, and released", async () => {
    const call = await reachVoicemail(ann, ben);
    for (let times = 0; times < 4; times++) await upkeep();
    expect((await rowOf(call)).releasedAt).toBeNull();
    await upkeep();
    expect((await rowOf(call)).releasedAt).not.toBeNull();
    const db = await database();
    expect(await db.select().from(voicemails).where(eq(voicemails.callSid, call.callSid))).toEqual([]);
  });

  test("silence, and a recording of less than a second, leave no message", async () => {
    const silent = await reachVoicemail(ann, ben);
    await sendStatus(silent, `RE${randomBytes(16).toString("hex")}`, "absent", 0);
    const short = await reachVoicemail(ann, ben);
    const sid = await network.record(short.callSid, 10);
    await sendRecorded(short, sid, 0);
    await sendStatus(short, sid, "completed", 0);
    expect(await messagesOf(ben)).toEqual([]);
    expect(await recordOf(ann, silent)).toMatchObject({ stage: null, message: null });
    expect(await recordOf(ann, short)).toMatchObject({ stage: null, message: null });
    await upkeep();
    expect(network.has(sid)).toBe(false);
  });

  test("a sound that cannot be fetched or deleted at once is, later", async () => {
    network.setDown(true);
    const { sid } = await leave();
    const { id } = await onlyMessage();
    expect((await getAudio(ben, id)).status).toBe(503);
    network.setDown(false);
    // Played from the voice network, as long as it alone has it.
    expect((await getAudio(ben, id)).status).toBe(200);
    expect(await kept(id)).toBe(0);
    await upkeep();
    expect(await kept(id)).toBe(1);
    expect(network.has(sid)).toBe(false);
  });

  test("a message that its owner deletes is gone, here and at the voice network, and its caller is not told", async () => {
    settings = { VOICEMAIL_STORAGE: "twilio" };
    const { call, sid } = await leave();
    const { id } = await onlyMessage();
    expect((await sendDelete(ben, id)).status).toBe(204);
    expect(await messagesOf(ben)).toEqual([]);
    expect((await getAudio(ben, id)).status).toBe(404);
    expect((await sendDelete(ben, id)).status).toBe(404);
    expect(network.has(sid)).toBe(false);
    expect(await recordOf(ben, call)).toMatchObject({ message: null });
    expect(await recordOf(ann, call)).toMatchObject({ message: { id: null, seconds: 2, heard: null } });
  });

  test("with VOICEMAIL_STORAGE=twilio the sound stays there, and is played through our route", async () => {
    settings = { VOICEMAIL_STORAGE: "twilio" };
    const { sid } = await leave();
    await upkeep();
    const { id } = await onlyMessage();
    expect([await kept(id), network.has(sid)]).toEqual([0, true]);
    const part = await getAudio(ben, id, { headers: { range: "bytes=0-3" } });
    expect([part.status, await part.text()]).toEqual([206, "RIFF"]);
  });

  test("a deletion that the voice network does not answer is tried again", async () => {
    settings = { VOICEMAIL_STORAGE: "twilio" };
    const { sid } = await leave();
    network.setDown(true);
    await sendDelete(ben, (await onlyMessage()).id);
    network.setDown(false);
    expect(network.has(sid)).toBe(true);
    await upkeep();
    expect(network.has(sid)).toBe(false);
  });

  test("with the account of its owner all of it goes, also at the voice network; with that of its caller the name", async () => {
    settings = { VOICEMAIL_STORAGE: "twilio" };
    const { sid } = await leave();
    const db = await database();
    await db.delete(users).where(eq(users.username, ann.username));
    expect(await onlyMessage()).toMatchObject({ caller: null, anonymous: false });
    await db.delete(users).where(eq(users.username, ben.username));
    await upkeep();
    expect(network.has(sid)).toBe(false);
  });

  test("a recording of a message that is gone already is deleted at the voice network", async () => {
    const call = await reachVoicemail(ann, ben);
    const db = await database();
    await db.delete(users).where(eq(users.username, ben.username));
    const sid = await network.record(call.callSid);
    await sendRecorded(call, sid);
    await sendStatus(call, sid);
    await upkeep();
    expect(network.has(sid)).toBe(false);
  });

  test("a message is deleted after so many days, heard or not", async () => {
    const [old, young] = [await leave(), await leave()];
    const db = await database();
    const age = (call: TestCall, days: number) =>
      db.execute(
        sql`update voicemails set begun_at = now() - make_interval(days => ${days}) where call_sid = ${call.callSid}`,
      );
    await age(old.call, 31);
    await age(young.call, 29);
    await upkeep();
    expect((await messagesOf(ben)).map(({ ref }) => ref)).toEqual([young.call.ref]);
  });

  describe("a transcription", () => {
    const transcriptionSid = `TR${"c".repeat(32)}`;
    const send = (sid: string, TranscriptionStatus: string, TranscriptionText: string) =>
      webhook("transcription", {
        RecordingSid: sid,
        TranscriptionSid: transcriptionSid,
        TranscriptionStatus,
        TranscriptionText,
      });

    test("is with its message, and the recording is deleted only after the time that it takes", async () => {
      settings = { VOICEMAIL_TRANSCRIBE: "on" };
      const { sid } = await leave();
      const { id } = await onlyMessage();
      expect([await kept(id), network.has(sid)]).toEqual([1, true]);
      expect((await send(sid, "completed", "Please call me back. \u{1F600}\0")).status).toBe(200);
      expect(await onlyMessage()).toMatchObject({ transcription: "Please call me back. \u{1F600}" });
      await upkeep();
      expect(network.has(sid)).toBe(false);
    });

    test("that failed, or is of a message that is gone, changes nothing", async () => {
      const { sid } = await leave();
      await send(sid, "failed", "");
      expect((await send(`RE${"0".repeat(32)}`, "completed", "x")).status).toBe(200);
      expect(await onlyMessage()).toMatchObject({ transcription: null });
    });
  });
});
