import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { PushMessage } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { tellOwner } from "@/lib/server/voicemail/tell-owner";
import { beat, idOf, newDevice, type TestPerson } from "../_testing/people";
import { startPush, switchOn } from "../_testing/push";
import {
  messagesOf,
  reachVoicemail,
  sendDelete,
  sendRecorded,
  sendStatus,
  setVoicemail,
} from "../_testing/voicemail";

const waking = startPush();

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  beforeEach(async () => {
    // No device opens for these calls.
    waking.hold(50);
    [ann, ben] = [await newDevice(), await newDevice()];
    await setVoicemail(ben);
  });

  /** Ann leaves a message for Ben, of which both reports come. `before`: what happens while she speaks. */
  async function leave(options: { anonymous?: string } = {}, before = async () => undefined as unknown) {
    const call = await reachVoicemail(ann, ben, options);
    await before();
    const sid = `RE${randomBytes(16).toString("hex")}`;
    await sendRecorded(call, sid);
    await sendStatus(call, sid);
    return call;
  }

  const notes = () =>
    waking.service.received.filter(({ message }) => (message as PushMessage).type === "note");
  const texts = () => notes().map(({ message }) => message as Extract<PushMessage, { type: "note" }>);

  describe("the owner's closed devices are told of a message", () => {
    test("once, in place of the missed call, and a click opens the history", async () => {
      await switchOn(ben, waking.service);
      const { ref } = await leave();
      expect(texts()).toEqual([
        {
          type: "note",
          tag: ref,
          title: expect.stringContaining("Message from "),
          body: `@${ann.username} · It is in your history.`,
          open: "/history",
        },
      ]);
      expect(notes()[0]).toMatchObject({ urgency: "normal", topic: ref.replaceAll("-", "") });
    });

    test("in the language of each", async () => {
      await switchOn(ben, waking.service, "ja");
      await leave();
      expect(texts().map(({ title }) => title)).toEqual([expect.stringMatching(/からの伝言$/)]);
    });

    test("without a name if the caller is anonymous", async () => {
      await switchOn(ben, waking.service);
      await leave({ anonymous: "1" });
      expect(texts()).toMatchObject([
        { title: "Message from an anonymous caller", body: "It is in your history." },
      ]);
      expect(notes().map(({ text }) => text)[0]).not.toContain(ann.username);
    });

    test("but not while a page of theirs is open, which shows it by itself", async () => {
      await switchOn(ben, waking.service);
      await leave({}, async () => {
        await beat(ben);
        const db = await database();
        await db
          .update(presence)
          .set({ stream: sql`gen_random_uuid()` })
          .where(eq(presence.userId, await idOf(ben)));
      });
      expect(await messagesOf(ben)).toHaveLength(1);
      expect(texts()).toEqual([]);
    });

    test("but not of one that is deleted by then, and nobody else is", async () => {
      await switchOn(ann, waking.service);
      await leave();
      const [message] = await messagesOf(ben);
      await switchOn(ben, waking.service);
      await sendDelete(ben, message?.id ?? "");
      await tellOwner(message?.id ?? "");
      expect(texts()).toEqual([]);
    });
  });
});
