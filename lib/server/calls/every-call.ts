import "server-only";
import { and, lt } from "drizzle-orm";
import type { CallRecord } from "@/lib/contracts";
import { calls } from "@/lib/db/schema";
import { madeBy, receivedBy } from "./conditions";
import { settledCalls } from "./settled-calls";
import { toRecord } from "./to-record";

/** How many calls are read at once. */
const pageSize = 500;

/** All calls of `me`, newest first, as the history shows them: in pages, none of them empty. */
export async function* everyCall(me: string): AsyncGenerator<CallRecord[]> {
  const settled = await settledCalls();
  let last: number | undefined;
  for (;;) {
    const older = last === undefined ? undefined : lt(calls.id, last);
    const page = await settled.select([and(madeBy(me), older), and(receivedBy(me), older)], pageSize);
    last = page.at(-1)?.call.id;
    if (last === undefined) return;
    yield page.map((call) => toRecord(call, me));
  }
}
