import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { testEnvironment } from "@/lib/db/testing/environment";
import { endSessionsByOperator } from "@/lib/server/auth/end-sessions";
import { findAccount } from "@/lib/server/auth/find-account";
import { resetPassword } from "@/lib/server/auth/reset-password";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { captureLog } from "@/lib/server/testing/log";
import { runUpkeep } from "@/lib/server/upkeep/run-upkeep";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { dial, dialEnded, report, rowOf, statusForm, type TestCall } from "../_testing/calls";
import { newCallSid, webhook } from "../_testing/network";
import {
  beat,
  identityOf,
  newPerson,
  otherDevice,
  password,
  signIn,
  signOut,
  type TestPerson,
} from "../_testing/people";
import { startRest } from "../_testing/rest";
import { password as passwordRoute, sessions as route, session } from "../_testing/routes";

const app = startApp();
const rest = startRest();
afterEach(() => vi.restoreAllMocks());

let number = 0;
let ann: TestPerson;
let ben: TestPerson;
beforeEach(async () => {
  await app.db.execute(sql`delete from rate_limits`);
  number += 1;
  [ann, ben] = [await newPerson(`ann_${number}`), await newPerson(`ben_${number}`)];
  await beat(ann, { hidden: true });
  await beat(ben, { hidden: true });
});

/** A report on the leg of one device, which has the CallSid `childSid`. */
async function reportOf(call: TestCall, device: TestPerson, childSid: string, status: string) {
  const To = `client:${await identityOf(device)}`;
  expect((await webhook("status", statusForm({ ...call, childSid }, status, { To }))).status).toBe(200);
}

const signOutEverywhere = ({ browser }: TestPerson) =>
  browser.send(route.DELETE, "/api/sessions", { method: "DELETE" });

describe("when a session ends", () => {
  test("the calls that it placed and the legs that it rings or answered are ended, and no others", async () => {
    const laptop = await otherDevice(ben);
    await beat(laptop, { hidden: true });
    const [phoneSid, laptopSid] = [newCallSid(), newCallSid()];
    const ringing = await dial(ann, ben.username);
    await reportOf(ringing, ben, phoneSid, "ringing");
    await reportOf(ringing, laptop, laptopSid, "ringing");
    const answered = await dial(ann, ben.username);
    const [phoneTalks, laptopStopped] = [newCallSid(), newCallSid()];
    await reportOf(answered, ben, phoneTalks, "in-progress");
    await reportOf(answered, laptop, laptopStopped, "canceled");
    const placed = await dial(ben, ann.username);
    const placedByLaptop = await dial(laptop, ann.username);
    const over = await dial(ben, ann.username);
    await dialEnded(over, "completed");

    expect((await signOut(ben.browser)).status).toBe(200);
    expect(rest.ended()).toEqual(
      [phoneSid, phoneTalks, placed.callSid].map((sid) => `${sid} Status=completed`).sort(),
    );
    expect(rest.requests.map(({ path }) => path)).toContain(
      `/2010-04-01/Accounts/${testEnvironment.TWILIO_ACCOUNT_SID}/Calls/${placed.callSid}.json`,
    );
    const { TWILIO_API_KEY, TWILIO_API_SECRET } = testEnvironment;
    const key = Buffer.from(`${TWILIO_API_KEY}:${TWILIO_API_SECRET}`).toString("base64");
    for (const { authorization } of rest.requests) expect(authorization).toBe(`Basic ${key}`);

    rest.requests.length = 0;
    await signOutEverywhere(laptop);
    expect(rest.ended()).toEqual(
      [laptopSid, placedByLaptop.callSid].map((sid) => `${sid} Status=completed`).sort(),
    );
  });

  const ways: [string, (phone: TestPerson, laptop: TestPerson) => Promise<unknown>][] = [
    ["by sign-out", async (phone) => signOut(phone.browser)],
    ["by sign-out everywhere, on another device", async (_phone, laptop) => signOutEverywhere(laptop)],
    [
      "by a new password, on another device",
      async (_phone, laptop) =>
        laptop.browser.send(passwordRoute.PUT, "/api/me/password", {
          method: "PUT",
          json: { current: password, next: "a staple of horses" },
        }),
    ],
    ["by another sign-in on the device", async (phone) => signIn(phone.browser, phone.username)],
    [
      "by the list of devices, on another device",
      async (phone, laptop) => {
        const id = (await identityOf(phone)).split("_").at(-1) ?? "";
        const context = { params: Promise.resolve({ id }) };
        await laptop.browser.send(session.DELETE, `/api/sessions/${id}`, { method: "DELETE", context });
      },
    ],
    ["by a suspension", async (phone) => suspendPerson(phone.username)],
    ["by the operator's new password", async (phone) => resetPassword(phone.username)],
    [
      "by the operator",
      async ({ username }) => {
        const account = await findAccount(username);
        if (account) await endSessionsByOperator(account);
      },
    ],
    [
      "by sign-ins on many other devices",
      async (phone) => {
        // Used later than the phone, so the phone's session is the longest unused one.
        await app.db.execute(sql`insert into sessions (user_id, expires_at)
          select id, now() + interval '60 days' from users, generate_series(1, 49)
          where username = ${phone.username}`);
        await app.db.execute(sql`update sessions set expires_at = now() + interval '1 day'
          where voice_id = ${(await identityOf(phone)).split("_").at(-1)}`);
        await signIn(new Browser(), phone.username);
      },
    ],
    [
      "by its age",
      async (phone) => {
        const voiceId = (await identityOf(phone)).split("_").at(-1);
        await app.db.execute(
          sql`update sessions set expires_at = now() - interval '1 second' where voice_id = ${voiceId}`,
        );
        await runUpkeep(Date.now() + number * 3_600_000);
      },
    ],
  ];
  test.each(ways)("%s, its calls end", async (_name, end) => {
    const laptop = await otherDevice(ben);
    const call = await dial(ben, ann.username);
    const received = await dial(ann, ben.username);
    const sid = newCallSid();
    await reportOf(received, ben, sid, "in-progress");
    await end(ben, laptop);
    expect(rest.ended()).toEqual([call.callSid, sid].map((of) => `${of} Status=completed`).sort());
  });

  test("without a call under way, the voice network is not asked", async () => {
    const call = await dial(ben, ann.username);
    await report(call, "completed");
    expect((await signOut(ben.browser)).status).toBe(200);
    expect(rest.requests).toEqual([]);
  });

  test("a leg that was not known by then is ended when it reports", async () => {
    const received = await dial(ann, ben.username);
    const placed = await dial(ben, ann.username);
    await signOut(ben.browser);
    rest.requests.length = 0;
    const sid = newCallSid();
    const To = received.twiml.match(/<Identity>([^<]+)/)?.[1];
    for (const status of ["initiated", "ringing", "in-progress"]) {
      await webhook("status", statusForm({ ...received, childSid: sid }, status, { To: `client:${To}` }));
    }
    expect(rest.ended()).toEqual(Array.from({ length: 3 }, () => `${sid} Status=completed`));
    rest.requests.length = 0;
    await reportOf(placed, ann, newCallSid(), "ringing");
    expect(rest.ended()).toEqual([`${placed.callSid} Status=completed`]);
  });
});

describe("a decline on one device", () => {
  test("stops the others, and cannot end a call that one of them has answered", async () => {
    const laptop = await otherDevice(ben);
    await beat(laptop, { hidden: true });
    const [phoneSid, laptopSid] = [newCallSid(), newCallSid()];
    const call = await dial(ann, ben.username);
    await reportOf(call, ben, phoneSid, "ringing");
    await reportOf(call, laptop, laptopSid, "ringing");
    expect(rest.requests).toEqual([]);
    await reportOf(call, ben, phoneSid, "busy");
    expect(rest.ended()).toEqual([`${laptopSid} Status=canceled`]);
    expect(await rowOf(call)).toMatchObject({ outcome: "declined", releasedAt: null });
    await reportOf(call, laptop, laptopSid, "canceled");
    expect((await rowOf(call)).releasedAt).not.toBeNull();
  });
});

describe("if the voice network does not end a call", () => {
  const signsOut = async () => {
    const log = captureLog();
    const call = await dial(ben, ann.username);
    const started = performance.now();
    const response = await signOutEverywhere(ben);
    expect(response.status).toBe(204);
    const failures = log.lines().filter(({ level }) => level === "error");
    const text = failures.map((line) => JSON.stringify(line)).join("\n");
    return { call, text, ms: performance.now() - started };
  };

  test.each([
    ["fails", { status: 500, body: "no" }],
    ["refuses us", { status: 401, body: '{"code":20003}' }],
    ["sends a redirect", { status: 302, body: "" }],
  ])("the person is signed out all the same, and it is logged: it %s", async (_name, answer) => {
    rest.answer = answer;
    const { call, text } = await signsOut();
    expect(text).toContain(call.callSid);
    expect(text).not.toContain(testEnvironment.TWILIO_API_SECRET);
  });

  test.each([
    ["is unknown", { status: 404, body: '{"code":20404}' }],
    ["has ended", { status: 400, body: '{"code":21220}' }],
  ])("nothing is logged, because the call %s", async (_name, answer) => {
    rest.answer = answer;
    expect((await signsOut()).text).toBe("");
  });

  test("the sign-out does not wait for longer than 5 s", async () => {
    rest.answer = "nothing";
    const { text, ms } = await signsOut();
    expect(text).not.toBe("");
    expect(ms).toBeGreaterThan(4_500);
    expect(ms).toBeLessThan(10_000);
  }, 20_000);
});
