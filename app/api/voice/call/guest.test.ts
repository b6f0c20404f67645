import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { type Me, tokenResponseSchema } from "@/lib/contracts";
import { database, guestLinks, guestVisits } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { setSwitch } from "@/lib/server/operator/switches";
import { dialEnded, getCall, recordOf, report, rowOf, rowsOf, type TestCall } from "../../_testing/calls";
import {
  askForCall,
  askForToken,
  codeOf,
  dialAsGuest,
  guestIdentityOf,
  guestRecordOf,
  linksOf,
  newGuest,
  newLink,
  sendGuestEnded,
  type TestGuest,
  type TestLink,
  withdraw,
} from "../../_testing/guests";
import { voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newDevice, type TestPerson } from "../../_testing/people";
import { startRest } from "../../_testing/rest";
import { calls as history, me } from "../../_testing/routes";

const rest = startRest();

onBothDatabases(() => {
  let ann: TestPerson;
  let link: TestLink;
  let guest: TestGuest;
  beforeEach(async () => {
    ann = await newDevice();
    link = await newLink(ann);
    guest = newGuest(link);
    await beat(ann);
  });

  const set = (change: Partial<Me>) =>
    ann.browser.send(me.PATCH, "/api/me", { method: "PATCH", json: change });

  /** The owner's device answers the call. */
  async function answer(call: TestCall): Promise<Record<string, string>> {
    const to = { To: `client:${await identityOf(ann)}` };
    await report(call, "ringing", to);
    await report(call, "in-progress", to);
    return to;
  }

  describe("the token of a guest", () => {
    test("calls through our application, is never rung, and names neither link nor person", async () => {
      const answer = tokenResponseSchema.parse(await (await askForToken(guest)).json());
      const claims = JSON.parse(Buffer.from(answer.token.split(".")[1] ?? "", "base64url").toString());
      expect(claims.grants).toEqual({
        identity: answer.identity,
        voice: { outgoing: { application_sid: expect.any(String) } },
      });
      expect(claims.exp - claims.iat).toBe(600);
      expect(answer.identity).toMatch(/^g_[a-z0-9]{32}$/);
    });

    test("has the same identity as the one before of that page, and another one than that of other pages", async () => {
      const identity = await guestIdentityOf(guest);
      expect(await guestIdentityOf(guest)).toBe(identity);
      expect(await guestIdentityOf(newGuest(link))).not.toBe(identity);
    });
  });

  describe("the call of a guest", () => {
    test("rings the owner of the link under the guest's name, and both see how it went", async () => {
      const call = await dialAsGuest(guest);
      expect(call.twiml).toContain(`<Identity>${await identityOf(ann)}</Identity>`);
      expect(call.twiml).toContain('callerId="client:guest"');
      expect(call.twiml).toContain('<Parameter name="name" value="Carol"/>');
      expect(call.twiml).toContain('<Parameter name="guest" value="1"/>');
      expect(call.twiml).not.toMatch(/name="(?:username|known)"/);
      const to = await answer(call);
      await report(call, "completed", { ...to, CallDuration: "12" });
      await dialEnded(call, "completed", { DialCallDuration: "12" });

      const seen = { outcome: "completed", durationSeconds: 12, peer: null, guest: "Carol" };
      expect(await recordOf(ann, call)).toMatchObject({ ...seen, direction: "incoming", anonymous: false });
      const own = await guestRecordOf(guest, call);
      expect(own).toMatchObject({ ...seen, direction: "outgoing", dialed: null });
      expect(JSON.stringify(own)).not.toContain(ann.username);
      expect(await linksOf(ann)).toMatchObject([{ calls: 1, lastCallAt: expect.any(String), state: "open" }]);
    });

    test("rings nobody else, whatever the page asks for", async () => {
      const ben = await newDevice();
      await beat(ben);
      for (const to of [ben.username, "", `client:${await identityOf(ben)}`, "+15005550006"]) {
        const { twiml, ref } = await dialAsGuest(newGuest(await newLink(ann)), { to });
        expect(twiml, to).toContain(`<Identity>${await identityOf(ann)}</Identity>`);
        expect(twiml, to).not.toContain(await identityOf(ben));
        expect((await rowOf({ ref } as TestCall)).dialed).toBe("");
      }
    });

    test("rings also if only known people may, or anonymous ones may not: the link is the invitation", async () => {
      await set({ callPolicy: "known", acceptsAnonymous: false });
      expect((await dialAsGuest(guest)).twiml).toContain("<Dial");
    });

    test.each([
      ["busy", "do not disturb", () => set({ doNotDisturb: true })],
      ["offline", "no page open", () => beat(ann, { phone: "gone" })],
      ["offline", "a suspended account", () => suspendPerson(ann.username)],
    ])("ends %s with %s", async (outcome, _name, prepare) => {
      const identity = await guestIdentityOf(guest);
      await prepare();
      const call = await dialAsGuest(guest, { identity });
      expect(call.twiml).toContain("<Reject");
      expect(await rowOf(call)).toMatchObject({ outcome, guestName: "Carol" });
    });

    test("is refused while calling is paused", async () => {
      await setSwitch("calling", "paused");
      const call = await dialAsGuest(guest);
      await setSwitch("calling", "on");
      expect(await guestRecordOf(guest, call)).toMatchObject({
        outcome: "failed",
        refusal: "calling_paused",
      });
    });

    test("keeps the name with which it began, and the next one has the new name", async () => {
      const call = await dialAsGuest(guest);
      const renamed = { ...guest, name: "Caroline" };
      const identity = await guestIdentityOf(renamed);
      expect(identity).toBe(await guestIdentityOf(renamed));
      const again = await webhook(
        "call",
        voiceRequest(identity, { To: "guest", ref: call.ref }, call.callSid),
      );
      expect(await again.text()).toBe(call.twiml);
      expect((await dialAsGuest(renamed)).twiml).toContain('value="Caroline"');
    });

    test("cannot be taken over by another leg, of the same guest or of another one", async () => {
      const call = await dialAsGuest(guest);
      for (const other of [guest, newGuest(link), newGuest(await newLink(await newDevice()))]) {
        expect((await dialAsGuest(other, { ref: call.ref })).twiml).toContain("<Reject");
      }
      expect(await rowsOf(call.ref)).toHaveLength(1);
    });

    test("takes no test call, and no call without a ref", async () => {
      const identity = await guestIdentityOf(guest);
      expect(await (await webhook("call", voiceRequest(identity, {}))).text()).toContain("<Reject");
      expect(await (await webhook("call", voiceRequest(identity, { To: "guest" }))).text()).toContain(
        "<Reject",
      );
    });

    test("is over soon after the guest's page says so, although no report comes", async () => {
      const call = await dialAsGuest(guest);
      await sendGuestEnded(guest, call);
      const db = await database();
      await db.execute(
        sql`update calls set caller_ended_at = now() - interval '11 seconds' where ref = ${call.ref}`,
      );
      expect(await recordOf(ann, call)).toMatchObject({ outcome: "canceled", missed: true });
    });

    test("is found in the history by the guest's name", async () => {
      const call = await dialAsGuest(newGuest(link, "Caroline Ödegård"));
      const found = async (q: string) => {
        const response = await ann.browser.send(history.GET, `/api/calls?q=${encodeURIComponent(q)}`);
        return ((await response.json()) as { calls: { ref: string }[] }).calls.map(({ ref }) => ref);
      };
      expect(await found("ödegård")).toEqual([call.ref]);
      expect(await found("caroline")).toEqual([call.ref]);
      expect(await found("bertha")).toEqual([]);
    });

    test("is shown to nobody but its two sides", async () => {
      const call = await dialAsGuest(guest);
      expect((await getCall(await newDevice(), call.ref)).status).toBe(404);
      const { secret } = await newLink(ann);
      expect((await askForCall({ secret }, call.ref)).status).toBe(404);
      expect((await askForCall({ secret: "s".repeat(32) }, call.ref)).status).toBe(404);
      expect((await askForCall(guest, randomUUID())).status).toBe(404);
    });
  });

  describe("how many calls guests may make", () => {
    test("a link has two calls at once, whoever makes them", async () => {
      await dialAsGuest(guest);
      const second = await dialAsGuest(newGuest(link));
      const third = await dialAsGuest(newGuest(link));
      expect(third.twiml).toContain("<Reject");
      expect(await guestRecordOf(guest, third)).toMatchObject({ refusal: "calls_at_once" });
      await report(second, "no-answer", { To: `client:${await identityOf(ann)}` });
      await dialEnded(second, "no-answer");
      expect((await dialAsGuest(guest)).twiml).toContain("<Dial");
    });

    test("a link has 20 in an hour", async () => {
      for (let count = 0; count < 20; count++) {
        const call = await dialAsGuest(newGuest(link));
        await report(call, "no-answer", { To: `client:${await identityOf(ann)}` });
        await dialEnded(call, "no-answer");
      }
      const refused = await dialAsGuest(newGuest(link));
      expect(await guestRecordOf(guest, refused)).toMatchObject({ refusal: "call_quota" });
      expect((await dialAsGuest(newGuest(await newLink(ann)))).twiml).toContain("<Dial");
    });
  });

  describe("a link for one call", () => {
    let once: TestLink;
    beforeEach(async () => {
      once = await newLink(ann, { once: true });
      guest = newGuest(once);
    });

    test("works until a call was answered, and not after it", async () => {
      const missed = await dialAsGuest(guest);
      await report(missed, "no-answer", { To: `client:${await identityOf(ann)}` });
      await dialEnded(missed, "no-answer");
      const identity = await guestIdentityOf(guest);
      const call = await dialAsGuest(guest, { identity });
      await answer(call);
      const refused = await askForToken(newGuest(once));
      expect([refused.status, await codeOf(refused)]).toEqual([410, "guest_link_used"]);
      // With the token of before.
      const third = await dialAsGuest(guest, { identity });
      expect(third.twiml).toContain("<Reject");
      expect(await rowOf(third)).toMatchObject({ refusal: "guest_link_over", calleeId: null });
      expect(await linksOf(ann)).toMatchObject([{ state: "used", calls: 2 }, { state: "open" }]);
      // How the call goes is still told.
      expect(await guestRecordOf(guest, call)).toMatchObject({ outcome: null });
    });
  });

  describe("a link for one call, while that is up", () => {
    test("lets no second one ring beside it, and gives its page new tokens until it is over", async () => {
      guest = newGuest(await newLink(ann, { once: true }));
      const call = await dialAsGuest(guest);
      const second = await dialAsGuest(newGuest(guest));
      expect(await guestRecordOf(guest, second)).toMatchObject({ refusal: "calls_at_once" });
      const to = await answer(call);
      expect((await askForToken(guest)).status).toBe(200);
      expect(await codeOf(await askForToken(newGuest(guest)))).toBe("guest_link_used");
      await report(call, "completed", to);
      await dialEnded(call, "completed");
      expect(await codeOf(await askForToken(guest))).toBe("guest_link_used");
    });
  });

  describe("a link that is withdrawn", () => {
    test("ends what is under way by it, and lets no other call begin", async () => {
      const identity = await guestIdentityOf(guest);
      const call = await dialAsGuest(guest, { identity });
      await answer(call);
      const other = await dialAsGuest(newGuest(await newLink(ann)));
      expect((await withdraw(ann, link.id)).status).toBe(204);
      expect(rest.ended()).toContain(`${call.callSid} Status=completed`);
      expect(JSON.stringify(rest.ended())).not.toContain(other.callSid);
      const next = await dialAsGuest(guest, { identity });
      expect(await rowOf(next)).toMatchObject({ refusal: "guest_link_over" });
    });

    test("ends a call that the network reports only after that", async () => {
      const call = await dialAsGuest(guest);
      const db = await database();
      await db.update(guestLinks).set({ withdrawnAt: sql`now()` }).where(eq(guestLinks.id, link.id));
      await report(call, "ringing", { To: `client:${await identityOf(ann)}` });
      expect(rest.ended()).toContain(`${call.callSid} Status=completed`);
    });
  });

  test("a token is worth nothing once the visit is over", async () => {
    const identity = await guestIdentityOf(guest);
    const db = await database();
    await db.update(guestVisits).set({ expiresAt: sql`now()` }).where(eq(guestVisits.linkId, link.id));
    const call = await dialAsGuest(guest, { identity });
    expect(call.twiml).toContain("<Reject");
    expect(await rowsOf(call.ref)).toEqual([]);
  });
});
