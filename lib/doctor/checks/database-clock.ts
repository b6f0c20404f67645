import "server-only";
import { sql } from "drizzle-orm";
import type { SetupCheckUp } from "../base/check";
import { compareClocks } from "../base/compare-clocks";
import { ok, skipped } from "../base/finding";
import { DatabaseElsewhere } from "../base/needs";
import { onlyTheApp } from "./migrations";

/** Whether the database's clock agrees with this machine's. Sessions end by the one, access tokens by the other. */
export const databaseClockCheck: SetupCheckUp = {
  id: "database_clock",
  after: ["database"],
  async run({ database, machine }) {
    const db = await database().catch((error: unknown) => {
      if (error instanceof DatabaseElsewhere) return null;
      throw error;
    });
    if (!db) return skipped(onlyTheApp);
    const sent = machine.now();
    const answer = await db.execute(sql`select extract(epoch from clock_timestamp()) * 1000 as now`);
    const { rows } = answer as unknown as { rows: { now: unknown }[] };
    const seconds = compareClocks({ sent, received: machine.now(), other: Number(rows[0]?.now), stepMs: 0 });
    const found = seconds.finding("database_clock_off", {
      whose: "the database's",
      fix: "Let both machines take their time from the network (`timedatectl set-ntp true`).",
    });
    return found ?? ok("agrees with this machine");
  },
};
