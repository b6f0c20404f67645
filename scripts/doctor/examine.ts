import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { healthSchema } from "@/lib/contracts";
import { databaseHandle } from "@/lib/db/client";
import { ConfigurationProblem, DatabaseElsewhere } from "@/lib/doctor/base/needs";
import { thisMachine } from "@/lib/doctor/machine";
import { type DoctorReport, runChecks } from "@/lib/doctor/run-checks";
import { type Env, EnvError } from "@/lib/env";
import { boundedRequest } from "@/lib/rest/bounded-request";

/** How long (ms) a check may wait for an answer. */
const limitMs = 10_000;

/** Runs the checks with the configuration that `read` gives, and closes what they opened. */
export async function examine(read: () => Env): Promise<DoctorReport> {
  const configuration = once(read);
  let opened = false;
  const report = await runChecks({
    configuration,
    dataDir: dataDirOf(configuration),
    machine: thisMachine,
    limitMs,
    async database() {
      const configured = configuration();
      if (!configured.DATABASE_URL && !existsSync(join(configured.DATA_DIR, "db"))) {
        throw new DatabaseElsewhere("absent");
      }
      try {
        const { db } = await databaseHandle();
        opened = true;
        return db;
      } catch (error) {
        if (!isInUse(error)) throw error;
        throw new DatabaseElsewhere("in use", await appAnswers(configured.PORT));
      }
    },
  });
  if (opened) await (await databaseHandle()).close();
  return report;
}

/** Reads once; what is thrown is thrown again each time. */
function once(read: () => Env): () => Env {
  let result: { env: Env } | { error: unknown } | undefined;
  return () => {
    result ??= attempt(read);
    if ("error" in result) throw result.error;
    return result.env;
  };
}

function attempt(read: () => Env): { env: Env } | { error: unknown } {
  try {
    return { env: read() };
  } catch (error) {
    return { error: error instanceof EnvError ? error : problemOf(error) };
  }
}

/** What the start script says of ports and of the data folder. Its messages name the setting, and hold no secret. */
function problemOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const fix = /has not been started/.test(error.message)
    ? "Type `npm start`, which makes what local mode needs; or `npm run twilio:provision`, to use Twilio."
    : "Correct that setting in .env.local or in the environment.";
  return new ConfigurationProblem(error.message, fix);
}

function dataDirOf(configuration: () => Env): string {
  try {
    return configuration().DATA_DIR;
  } catch {
    return resolve(process.env.DATA_DIR || ".data");
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && /in use by another process/.test(error.message);
}

/** Whether the app on this machine says that its database answers. */
async function appAnswers(port: number): Promise<boolean> {
  try {
    const answer = await boundedRequest(`http://localhost:${port}/api/health`, {
      limitMs: 5_000,
      bodyLimit: 16 * 1024,
    });
    return healthSchema.parse(JSON.parse(answer.text)).database === "ok";
  } catch {
    return false;
  }
}
