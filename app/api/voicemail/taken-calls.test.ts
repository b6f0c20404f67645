import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { database, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { countTrips } from "@/lib/db/testing/count-trips";
import * as configuration from "@/lib/env";
import { dial, dialEnded, recordOf, report, rowOf, sendEnded, type TestCall } from "../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../_testing/network";
import { beat, identityOf, idOf, newDevice, signOut, type TestPerson } from "../_testing/people";
import { startRest } from "../_testing/rest";
import { blocks, me } from "../_testing/routes";
import { reachVoicemail, sendRecorded, setVoicemail } from "../_testing/voicemail";

const reject = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';
const hangup = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>';

const rest = startRest();
// Before the next test takes the settings that it changes from the present ones.
afterEach(() => vi.restoreAllMocks());

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  beforeEach(async () => {
    ann = await newDevice();
    ben = await newDevice();
  });

  const here = (who: TestPerson) => beat(who, { hidden: true });
  const change = (who: TestPerson, json: object) =>
    who.browser.send(me.PATCH, "/api/me", { method: "PATCH", json });
  const block = (who: TestPerson, json: object) => who.browser.send(blocks.POST, "/api/blocks", { json });
  /** What the caller of a call that rang hears when its `<Dial>` ends so. */
  const afterDial = async (call: TestCall, status: string, more: Record<string, string> = {}) =>
    (await dialEnded(call, status, more)).text();

  describe("with voicemail on", () => {
    beforeEach(async () => {
      await setVoicemail(ben);
    });

    test("the caller of somebody who is away has exactly this TwiML", async () => {
      const { twiml } = await dial(ann, ben.username);
      expect(twiml).toBe(
        '<?xml version="1.0" encoding="UTF-8"?><Response>' +
          '<Say language="en-US" voice="Polly.Joanna">The person you are calling cannot answer now.</Say>' +
          '<Say language="en-US" voice="Polly.Joanna">Please leave a message after the tone. It will be recorded for the person you are calling. When you have finished, press the pound key, or hang up.</Say>' +
          '<Record playBeep="true" maxLength="120" timeout="5" finishOnKey="#" trim="trim-silence" ' +
          'action="http://localhost:3000/api/voice/voicemail" method="POST" ' +
          'recordingStatusCallback="http://localhost:3000/api/voice/recording" recordingStatusCallbackMethod="POST" ' +
          'recordingStatusCallbackEvent="completed absent"/>' +
          '<Say language="en-US" voice="Polly.Joanna">Nothing was recorded. Goodbye.</Say><Hangup/></Response>',
      );
    });

    test("the call keeps its outcome, and its caller sees that a message is taken until the leg has ended", async () => {
      const call = await reachVoicemail(ann, ben);
      expect(await recordOf(ann, call)).toMatchObject({
        outcome: "offline",
        stage: "message",
        message: null,
      });
      expect(await recordOf(ben, call)).toMatchObject({ outcome: "offline", stage: null, missed: true });
      await webhook("status", { CallSid: call.callSid, CallStatus: "completed" });
      expect(await recordOf(ann, call)).toMatchObject({ outcome: "offline", stage: null });
    });

    test("no answer, a decline and a busy callee are taken after it has rung", async () => {
      await here(ben);
      for (const [status, outcome] of [
        ["no-answer", "no_answer"],
        ["busy", "declined"],
      ] as const) {
        const call = await dial(ann, ben.username);
        await report(call, "ringing");
        expect(await afterDial(call, status)).toContain("<Record");
        expect(await recordOf(ann, call)).toMatchObject({ outcome, stage: "message" });
      }
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      await sendEnded(ben, call, { busy: true });
      await report(call, "busy");
      expect(await afterDial(call, "busy")).toContain("<Record");
      expect(await recordOf(ann, call)).toMatchObject({ outcome: "busy", stage: "message" });
    });

    test("a callee who does not want to be disturbed is busy", async () => {
      await here(ben);
      await change(ben, { doNotDisturb: true });
      const call = await reachVoicemail(ann, ben);
      expect(await recordOf(ann, call)).toMatchObject({ outcome: "busy", stage: "message" });
    });

    test("a call that was answered, and one whose caller has hung up, are not taken", async () => {
      await here(ben);
      const answered = await dial(ann, ben.username);
      await report(answered, "in-progress");
      expect(await afterDial(answered, "completed")).toBe(hangup);
      const canceled = await dial(ann, ben.username);
      await report(canceled, "ringing");
      expect(await afterDial(canceled, "no-answer", { CallStatus: "completed" })).toBe(hangup);
    });

    test.each([
      ["noAnswer", "no-answer"],
      ["declined", "busy"],
    ] as const)("without the switch %s such a call is not taken", async (name, status) => {
      await here(ben);
      await setVoicemail(ben, { [name]: false });
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      expect(await afterDial(call, status)).toBe(hangup);
      expect(await rowOf(call)).toMatchObject({ messageAt: null });
    });

    test("without the switches away and busy such calls are not taken", async () => {
      await setVoicemail(ben, { away: false });
      expect((await dial(ann, ben.username)).twiml).toBe(reject);
      await setVoicemail(ben, { busy: false });
      await here(ben);
      await change(ben, { doNotDisturb: true });
      expect((await dial(ann, ben.username)).twiml).toBe(reject);
    });

    test("it speaks the caller's language, also after the call has rung", async () => {
      const ask = async (locale: string) => {
        const custom = { To: ben.username, ref: crypto.randomUUID(), anonymous: "0", locale };
        const callSid = newCallSid();
        const form = voiceRequest(await identityOf(ann), custom, callSid);
        return { callSid, twiml: await (await webhook("call", form)).text() };
      };
      expect((await ask("ja")).twiml).toMatch(/<Say language="ja-JP" voice="Polly.Mizuki">.*locale=ja/);
      expect((await ask("xx")).twiml).toContain('<Say language="en-US"');
      await here(ben);
      const { callSid, twiml } = await ask("ja");
      expect(twiml).toContain('action="http://localhost:3000/api/voice/dial?locale=ja"');
      const ended = { CallSid: callSid, CallStatus: "in-progress", DialCallStatus: "no-answer" };
      const after = await webhook("dial", ended, {}, "?locale=ja");
      expect(await after.text()).toContain('<Say language="ja-JP"');
    });

    test("a repeated webhook has the same answer, and takes the call once", async () => {
      const custom = { To: ben.username, ref: crypto.randomUUID(), anonymous: "0" };
      const form = voiceRequest(await identityOf(ann), custom);
      const ask = async () => (await webhook("call", form)).text();
      const first = await ask();
      expect(first).toContain("<Record");
      expect(await ask()).toBe(first);
      expect(await Promise.all([ask(), ask()])).toEqual([first, first]);

      await here(ben);
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      const after = await afterDial(call, "no-answer");
      expect(await afterDial(call, "no-answer")).toBe(after);
    });

    test("two webhooks of one call at the same time both take it", async () => {
      await here(ben);
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      const answers = await Promise.all([afterDial(call, "no-answer"), afterDial(call, "no-answer")]);
      for (const answer of answers) expect(answer).toContain("<Record");
    });

    test("a late report on the callee's leg does not end the place of the caller's", async () => {
      await here(ben);
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      expect(await afterDial(call, "no-answer")).toContain("<Record");
      await report(call, "no-answer");
      expect(await rowOf(call)).toMatchObject({ releasedAt: null, outcome: "no_answer" });
    });

    test("the call ends with the session of its caller", async () => {
      const call = await reachVoicemail(ann, ben);
      await signOut(ann.browser);
      expect(rest.ended()).toContain(`${call.callSid} Status=completed`);
    });

    test("a call of a session that has ended meanwhile is not taken", async () => {
      await here(ben);
      const call = await dial(ann, ben.username);
      await report(call, "ringing");
      await signOut(ann.browser);
      expect(await afterDial(call, "no-answer")).toBe(hangup);
    });

    test("a call that was refused takes a place, and is not taken when there is none", async () => {
      const real = configuration.env();
      vi.spyOn(configuration, "env").mockReturnValue({ ...real, CALLS_AT_ONCE_PER_PERSON: 1 });
      const first = await reachVoicemail(ann, ben);
      const second = await dial(ann, ben.username);
      expect(second.twiml).toBe(reject);
      expect(await recordOf(ann, second)).toMatchObject({ outcome: "offline", stage: null });
      await webhook("status", { CallSid: first.callSid, CallStatus: "completed" });
      await reachVoicemail(ann, ben);
    });

    test("a full voicemail says so, and the call ends", async () => {
      const real = configuration.env();
      vi.spyOn(configuration, "env").mockReturnValue({ ...real, VOICEMAIL_MAX_MESSAGES: 1 });
      const first = await reachVoicemail(ann, ben);
      await sendRecorded(first, `RE${"a".repeat(32)}`);
      const { twiml } = await dial(ann, ben.username);
      expect(twiml).toContain("their voicemail is full");
      expect(twiml).not.toContain("<Record");
    });

    test("Twilio writes messages down where that is switched on", async () => {
      const real = configuration.env();
      vi.spyOn(configuration, "env").mockReturnValue({ ...real, VOICEMAIL_TRANSCRIBE: "on" });
      expect((await dial(ann, ben.username)).twiml).toContain(
        'transcribe="true" transcribeCallback="http://localhost:3000/api/voice/transcription"',
      );
    });

    describe("who may not ring may leave no message, and cannot tell that there is voicemail", () => {
      test("a blocked caller, whether the block was made before or while it rang", async () => {
        await here(ben);
        const ringing = await dial(ann, ben.username);
        await report(ringing, "ringing");
        await block(ben, { username: ann.username });
        expect(await afterDial(ringing, "busy")).toBe(hangup);
        const { twiml, ...call } = await dial(ann, ben.username);
        expect(twiml).toBe(reject);
        expect(await recordOf(ann, call)).toMatchObject({ outcome: "offline", stage: null });
      });

      test("an unknown caller of somebody who lets only known people ring", async () => {
        await change(ben, { callPolicy: "known" });
        const { twiml, ...call } = await dial(ann, ben.username);
        expect(twiml).toBe(reject);
        expect(await recordOf(ann, call)).toMatchObject({ outcome: "offline", stage: null });
        expect((await dial(ann, ben.username, { anonymous: "1" })).twiml).toBe(reject);
        await dial(ben, ann.username);
        expect((await dial(ann, ben.username)).twiml).toContain("<Record");
        expect((await dial(ann, ben.username, { anonymous: "1" })).twiml).toBe(reject);
      });

      test("an anonymous caller where those are refused, or who was blocked as one", async () => {
        const call = await reachVoicemail(ann, ben, { anonymous: "1" });
        await block(ben, { ref: call.ref });
        expect((await dial(ann, ben.username, { anonymous: "1" })).twiml).toBe(reject);
        const carl = await newDevice();
        await reachVoicemail(carl, ben, { anonymous: "1" });
        await change(ben, { acceptsAnonymous: false });
        expect((await dial(carl, ben.username, { anonymous: "1" })).twiml).toBe(reject);
        expect((await dial(carl, ben.username)).twiml).toContain("<Record");
      });

      test("anybody, of a suspended callee", async () => {
        const db = await database();
        await db
          .update(users)
          .set({ suspendedAt: new Date() })
          .where(eq(users.id, await idOf(ben)));
        expect((await dial(ann, ben.username)).twiml).toBe(reject);
      });

      test("a blocked caller waits for as many queries as the caller of somebody without voicemail", async () => {
        const carl = await newDevice();
        await block(ben, { username: ann.username });
        const identity = await identityOf(ann);
        const trips = (To: string) =>
          countTrips(() =>
            webhook("call", voiceRequest(identity, { To, ref: crypto.randomUUID(), anonymous: "0" })),
          );
        expect(await trips(ben.username)).toBe(await trips(carl.username));
      });
    });
  });

  test("without a choice of the callee nobody is recorded", async () => {
    expect((await dial(ann, ben.username)).twiml).toBe(reject);
    await setVoicemail(ben, { on: false });
    expect((await dial(ann, ben.username)).twiml).toBe(reject);
  });
});
