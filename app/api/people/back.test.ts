import { beforeEach, expect, test } from "vitest";
import { subscribe } from "@/lib/changes";
import { onBothDatabases } from "@/lib/db/testing/both";
import { beat, idOf, newDevice, type TestPerson } from "../_testing/people";
import { startPush, switchOn } from "../_testing/push";
import { allow, block, blocks, ended, me, presence, watch } from "../_testing/routes";

const waking = startPush();

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  let annsId: string;
  beforeEach(async () => {
    [ann, ben] = [await newDevice(), await newDevice()];
    annsId = await idOf(ann);
    waking.service.clear();
  });

  const change = (handler: typeof watch.PUT, who: TestPerson, whom: TestPerson, method = "PUT") =>
    who.browser.send(handler, "/api/people/x/x", {
      method,
      context: { params: Promise.resolve({ username: whom.username }) },
    });
  const annWaits = () => change(watch.PUT, ann, ben);
  const set = (who: TestPerson, json: object) =>
    who.browser.send(me.PATCH, "/api/me", { method: "PATCH", json });

  /** How often Ann's pages are told that somebody is back while `work` is done. */
  async function timesTold(work: () => Promise<unknown>): Promise<number> {
    let count = 0;
    const stop = subscribe((changes) => {
      count += changes.filter((one) => one.kind === "back" && one.person === annsId).length;
    });
    await work();
    stop();
    return count;
  }

  test("whoever has no page open gets one push message, in the language of the device", async () => {
    await switchOn(ann, waking.service);
    expect((await annWaits()).status).toBe(204);
    await beat(ben);
    await beat(ben, { phone: "gone" });
    await beat(ben);
    expect(waking.service.refused).toEqual([]);
    expect(waking.service.received.map(({ message }) => message)).toEqual([
      {
        type: "note",
        tag: `back-${ben.username}`,
        title: `${ben.displayName} is back`,
        body: `@${ben.username}`,
        open: `/call/${ben.username}`,
      },
    ]);
  });

  test("whoever has a page open is told there, without a push message", async () => {
    await switchOn(ann, waking.service);
    const json = {
      tab: ann.tab,
      phone: "ready",
      hidden: true,
      ref: null,
      stream: crypto.randomUUID(),
    };
    await ann.browser.send(presence.POST, "/api/presence", { json });
    await annWaits();
    expect(await timesTold(() => beat(ben))).toBe(1);
    expect(waking.service.requests).toBe(0);
  });

  test("whoever begins to wait for somebody who has just come is told at once", async () => {
    await beat(ben);
    expect(await timesTold(annWaits)).toBe(1);
  });

  test("the end of a call and of “do not disturb”, an unblocking and a wider policy make somebody callable, too", async () => {
    await annWaits();
    const ref = crypto.randomUUID();
    await set(ben, { doNotDisturb: true });
    expect(await timesTold(() => beat(ben))).toBe(0);
    expect(await timesTold(() => set(ben, { doNotDisturb: false }))).toBe(1);

    await change(watch.DELETE, ann, ben, "DELETE");
    await set(ben, { callPolicy: "known" });
    await annWaits();
    expect(await timesTold(() => change(allow.PUT, ben, ann))).toBe(1);
    await change(allow.DELETE, ben, ann, "DELETE");
    await annWaits();
    expect(await timesTold(() => set(ben, { callPolicy: "everyone" }))).toBe(1);

    const blocked = await ben.browser.send(blocks.POST, "/api/blocks", { json: { username: ann.username } });
    const { id } = await blocked.json();
    await annWaits();
    const unblock = () =>
      ben.browser.send(block.DELETE, `/api/blocks/${id}`, {
        method: "DELETE",
        context: { params: Promise.resolve({ id }) },
      });
    expect(await timesTold(unblock)).toBe(1);

    await beat(ben, { phone: "in_call" });
    await annWaits();
    const leave = () =>
      ben.browser.send(ended.POST, `/api/calls/${ref}/ended`, {
        json: { tab: ben.tab, busy: false },
        context: { params: Promise.resolve({ ref }) },
      });
    expect(await timesTold(leave)).toBe(0);
    expect(await timesTold(() => beat(ben))).toBe(1);
  });
});
