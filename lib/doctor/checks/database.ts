import "server-only";
import { sql } from "drizzle-orm";
import { explainFailure } from "@/lib/db/explain-failure";
import type { SetupCheckUp } from "../base/check";
import { failed, ok } from "../base/finding";
import { DatabaseElsewhere } from "../base/needs";

/** Whether the database answers, and which kind it is. Never its address, which has the password in it. */
export const databaseCheck: SetupCheckUp = {
  id: "database",
  after: ["environment"],
  async run({ env, database }) {
    const kind = env.DATABASE_URL ? "PostgreSQL" : "The embedded database";
    try {
      await (await database()).execute(sql`select 1`);
      return ok(`${kind} answers`);
    } catch (error) {
      if (error instanceof DatabaseElsewhere) return elsewhere(error);
      const explanation = env.DATABASE_URL ? explainFailure(error) : undefined;
      return failed("database_unreachable", {
        detail: explanation ? "The PostgreSQL server cannot be used." : `${kind} does not answer.`,
        fix: explanation ?? "Start the database, and look at its log; or correct DATABASE_URL.",
      });
    }
  },
};

function elsewhere({ state, answers }: DatabaseElsewhere) {
  if (state === "absent") {
    return failed("database_missing", {
      detail: "There is no embedded database yet, and DATABASE_URL is not set.",
      fix: "Type `npm start`, which makes it; or set DATABASE_URL to use a PostgreSQL server.",
    });
  }
  if (answers) return ok("The embedded database is open in the running app, which says that it answers");
  return failed("database_unreachable", {
    detail: "The embedded database is open in another process, and no app that is well answers at this port.",
    fix: "If the app listens on another port, set the same PORT here; else stop that process, then type `npm start`.",
  });
}
