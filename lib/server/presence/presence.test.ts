import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, presence, sessions } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { beat, newSession } from "../testing/people";

onBothDatabases(() => {
  test("a beat of a session that has ended since it was read is unauthenticated, and no fault of the server", async () => {
    const ann = await newSession("ann");
    await beat(ann);
    const db = await database();
    await db.delete(sessions).where(eq(sessions.id, ann.id));
    await expect(beat(ann)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await db.$count(presence, eq(presence.sessionId, ann.id))).toBe(0);
  });
});
