import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type PushMessage, type PushState, pushStateSchema } from "@/lib/contracts";
import { database, pushSubscriptions, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { pushTo } from "@/lib/server/push/send";
import type { PushAnswer } from "@/lib/server/push/testing/push-service";
import { captureLog } from "@/lib/server/testing/log";
import { idOf, newDevice, nextDevice, signOut, type TestPerson } from "../_testing/people";
import { sendSubscription, startPush, switchOn } from "../_testing/push";
import { push, pushDevice, sessions } from "../_testing/routes";

const waking = startPush();
const note: PushMessage = { type: "note", tag: "t", title: "Bob is back", body: "@bob", open: "/" };
const usual = { ttlSeconds: 60, urgency: "normal" } as const;

onBothDatabases(() => {
  let ann: TestPerson;
  let annsId: string;
  beforeEach(async () => {
    ann = await newDevice();
    annsId = await idOf(ann);
  });

  const stateOf = async ({ browser }: TestPerson): Promise<PushState> =>
    pushStateSchema.parse(await (await browser.send(push.GET, "/api/push")).json());
  const codeOf = async (response: Response) => [response.status, (await response.json()).error.code];
  const newSubscription = () => waking.service.subscribe(env().vapid?.publicKey ?? "");
  const remove = ({ browser }: TestPerson, id: string) =>
    browser.send(pushDevice.DELETE, `/api/push/${id}`, {
      method: "DELETE",
      context: { params: Promise.resolve({ id }) },
    });

  describe("a device that is rung while the app is closed", () => {
    test("is in the list of its person, and in nobody else's", async () => {
      expect(await stateOf(ann)).toEqual({ publicKey: env().vapid?.publicKey, devices: [] });
      await switchOn(ann, waking.service);
      const second = await nextDevice(ann);
      await switchOn(second, waking.service);
      expect((await stateOf(ann)).devices.map(({ current }) => current)).toEqual([true, false]);
      expect((await stateOf(second)).devices.map(({ current }) => current)).toEqual([true, false]);
      expect((await stateOf(await newDevice())).devices).toEqual([]);
    });

    test("has one subscription, the last one", async () => {
      await switchOn(ann, waking.service);
      const last = await switchOn(ann, waking.service);
      expect((await stateOf(ann)).devices).toHaveLength(1);
      expect(await pushTo(annsId, () => note, usual)).toBe(1);
      expect(waking.service.received.map(({ endpoint }) => endpoint)).toEqual([last.endpoint]);
    });

    test("takes its subscription along when somebody else signs in on it", async () => {
      const subscription = await switchOn(ann, waking.service);
      const ben = await newDevice();
      expect((await sendSubscription(ben, subscription)).status).toBe(204);
      expect([(await stateOf(ann)).devices.length, (await stateOf(ben)).devices.length]).toEqual([0, 1]);
      expect(await pushTo(annsId, () => note, usual)).toBe(0);
    });

    test("is taken out of the list by itself and by the others of its person, and by nobody else", async () => {
      await switchOn(ann, waking.service);
      const second = await nextDevice(ann);
      await switchOn(second, waking.service);
      const [, other] = (await stateOf(ann)).devices;
      expect((await remove(await newDevice(), other?.id ?? "")).status).toBe(404);
      expect((await remove(ann, other?.id ?? "")).status).toBe(204);
      expect((await remove(ann, other?.id ?? "")).status).toBe(404);
      expect((await remove(ann, "x")).status).toBe(404);
      expect((await stateOf(second)).devices.map(({ current }) => current)).toEqual([false]);
      await ann.browser.send(push.DELETE, "/api/push", { method: "DELETE" });
      expect((await stateOf(ann)).devices).toEqual([]);
    });

    test.each<[string, () => Promise<unknown>]>([
      ["its person signs out", () => signOut(ann.browser)],
      [
        "its person signs out everywhere",
        () => ann.browser.send(sessions.DELETE, "/api/sessions", { method: "DELETE" }),
      ],
      ["its person is suspended", () => suspendPerson(ann.username)],
      ["its person is deleted", async () => (await database()).delete(users).where(eq(users.id, annsId))],
    ])("is forgotten when %s", async (_, end) => {
      await switchOn(ann, waking.service);
      await end();
      const db = await database();
      expect(await db.$count(pushSubscriptions, eq(pushSubscriptions.userId, annsId))).toBe(0);
      expect(await pushTo(annsId, () => note, usual)).toBe(0);
    });
  });

  describe("a subscription is refused", () => {
    test("if it is the eleventh of its person, also if several come at once", async () => {
      const devices = await Promise.all(Array.from({ length: 12 }, () => nextDevice(ann)));
      const answers = await Promise.all(devices.map((device) => sendSubscription(device, newSubscription())));
      const taken = devices.filter((_, index) => answers[index]?.status === 204);
      expect(taken).toHaveLength(10);
      const refused = answers.filter(({ status }) => status !== 204);
      expect(await Promise.all(refused.map(codeOf))).toEqual(refused.map(() => [409, "too_many_devices"]));
      // A device that has one may have another one.
      expect((await sendSubscription(taken[0] ?? ann, newSubscription())).status).toBe(204);
    });

    test.each([
      "https://localhost/push",
      "https://10.0.0.1/push",
      "https://example.com/push",
      "http://fcm.googleapis.com/fcm/send/x",
    ])("if no known push service takes its messages: %s", async (endpoint) => {
      const response = await sendSubscription(ann, { ...newSubscription(), endpoint });
      expect(await codeOf(response)).toEqual([400, "push_service_unknown"]);
    });

    test("if its keys are none", async () => {
      const { keys, ...rest } = newSubscription();
      for (const wrong of [
        { p256dh: "AAAA" },
        { p256dh: keys.p256dh.replace(/^B/, "C") },
        { auth: "AAAA" },
      ]) {
        const response = await sendSubscription(ann, { ...rest, keys: { ...keys, ...wrong } });
        expect(await codeOf(response)).toEqual([400, "bad_request"]);
      }
    });

    test("the 31st time in an hour", async () => {
      for (let time = 0; time < 30; time++)
        expect((await sendSubscription(ann, newSubscription())).status).toBe(204);
      expect(await codeOf(await sendSubscription(ann, newSubscription()))).toEqual([429, "rate_limited"]);
    });
  });

  describe("a message", () => {
    test("goes to each device of the person, in its language", async () => {
      await switchOn(ann, waking.service, "en");
      await switchOn(await nextDevice(ann), waking.service, "ja,en;q=0.5");
      const taken = await pushTo(annsId, (locale) => ({ ...note, title: locale }), { ...usual, topic: "t" });
      expect(taken).toBe(2);
      const titles = waking.service.received.map(({ message }) => (message as typeof note).title);
      expect(titles.sort()).toEqual(["en", "ja"]);
      expect(waking.service.received[0]).toMatchObject({ ttl: 60, urgency: "normal", topic: "t" });
      expect(waking.service.refused).toEqual([]);
    });

    test.each<PushAnswer>([404, 410])(
      "that is answered with %s is the last to that device",
      async (answer) => {
        waking.service.answer(await switchOn(ann, waking.service), answer);
        await switchOn(await nextDevice(ann), waking.service);
        expect(await pushTo(annsId, () => note, usual)).toBe(1);
        expect((await stateOf(ann)).devices.map(({ current }) => current)).toEqual([false]);
      },
    );

    test.each<PushAnswer>([307, 413, 429, 500])(
      "that is answered with %s is lost, logged without the endpoint or a key, and the device stays",
      async (answer) => {
        const subscription = await switchOn(ann, waking.service);
        waking.service.answer(subscription, answer);
        const log = captureLog();
        expect(await pushTo(annsId, () => note, usual)).toBe(0);
        const text = log.text();
        vi.mocked(process.stdout.write).mockRestore();
        expect(text).toContain(`a push service answered ${answer}`);
        for (const secret of [subscription.endpoint, subscription.keys.auth, env().vapid?.privateKey ?? ""])
          expect(text).not.toContain(secret);
        expect((await stateOf(ann)).devices).toHaveLength(1);
      },
    );

    test("is not sent, and no page can ask for one, without the keys of VAPID", async () => {
      await switchOn(ann, waking.service);
      vi.mocked(env).mockReturnValue({ ...env(), vapid: null });
      expect((await stateOf(ann)).publicKey).toBeNull();
      expect(await pushTo(annsId, () => note, usual)).toBe(0);
      expect(waking.service.requests).toBe(0);
    });

    test("does not go to a push service that is not known any more", async () => {
      await switchOn(ann, waking.service);
      vi.mocked(env).mockReturnValue({ ...env(), PUSH_SERVICES: [] });
      expect(await pushTo(annsId, () => note, usual)).toBe(0);
      expect(waking.service.requests).toBe(0);
    });
  });
});
