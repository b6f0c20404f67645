import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { newSession, pastCall } from "../testing/people";
import { exportAccount } from "./export-account";
import { accountExportSchema } from "./export-schema";

const read = async (session: Session) =>
  accountExportSchema.parse(await new Response((await exportAccount(session)).body).json());

onBothDatabases(() => {
  test("the calls are read in pages while the file is sent, and each of them once", async () => {
    const [ann, ben] = [await newSession("export_ann"), await newSession("export_ben")];
    const db = await database();
    const rows = Array.from({ length: 1_203 }, (_, index) => ({
      ref: randomUUID(),
      callSid: `CA${randomUUID()}`,
      callerId: index % 2 ? ann.person.id : ben.person.id,
      calleeId: index % 2 ? ben.person.id : ann.person.id,
      dialed: "x",
      anonymous: false,
      outcome: "completed" as const,
      evidence: "network" as const,
    }));
    await db.insert(calls).values(rows);
    const { body } = await exportAccount(ann);
    const sizes: number[] = [];
    let text = "";
    const decoder = new TextDecoder();
    for await (const part of body) {
      sizes.push(part.byteLength);
      text += decoder.decode(part, { stream: true });
    }
    const { calls: found } = accountExportSchema.parse(JSON.parse(text));
    expect(found.map(({ ref }) => ref)).toEqual(rows.map(({ ref }) => ref).reverse());
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(text.length / 2);
  });

  test("it says of a call no more than the history does", async () => {
    const [ann, ben] = [await newSession("hidden_ann"), await newSession("hidden_ben")];
    await pastCall(ann, ben, { anonymous: true });
    await pastCall(ann, ben, { outcome: "blocked" });
    const theirs = await read(ben);
    expect(theirs.calls).toMatchObject([{ anonymous: true, peer: null }]);
    expect(JSON.stringify(theirs)).not.toContain("hidden_ann");
    expect((await read(ann)).calls).toMatchObject([{ outcome: "offline" }, { outcome: "completed" }]);
  });

  test("a person without anything gets a whole file; the sixth in a day is refused", async () => {
    const ann = await newSession("export_new");
    for (let count = 0; count < 5; count++) expect((await read(ann)).calls).toEqual([]);
    await expect(exportAccount(ann)).rejects.toMatchObject({ code: "rate_limited" });
  });
});
