import "server-only";
import { sql } from "drizzle-orm";
import type { Health, Unconfigured } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { configurationError, env } from "@/lib/env";
import { notConfigured } from "../http/answers";

/** How long (ms) a part may take to answer. */
const limitMs = { database: 3_000, voice: 1_000 };

/** Whether the parts that calls depend on are answering, or what is missing for that. Takes 3 s at most. */
export async function checkHealth(): Promise<Health | Unconfigured> {
  const problem = configurationError();
  if (problem) return { status: "failing", configuration: "failing", ...notConfigured(problem).toBody() };
  const [database, voice] = await Promise.all([databaseAnswers(), voiceAnswers()]);
  return {
    status: database && voice ? "ok" : "failing",
    mode: env().mode,
    database: database ? "ok" : "failing",
    voice: voice ? "ok" : "failing",
  };
}

async function databaseAnswers(): Promise<boolean> {
  // From a table: a database without tables answers, but nothing works on it.
  const answer = database().then((db) => db.execute(sql`select 1 from ${users} limit 1`));
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, limitMs.database, new Error("late")).unref();
  });
  return Promise.race([answer, late]).then(
    () => true,
    () => false,
  );
}

/** Only the local gateway is asked. Twilio has its own status page, and its settings were checked at the start. */
async function voiceAnswers(): Promise<boolean> {
  const { VOICE_GATEWAY_URL } = env();
  if (!VOICE_GATEWAY_URL) return true;
  const url = new URL("/healthz", VOICE_GATEWAY_URL);
  url.protocol = url.protocol === "wss:" ? "https:" : "http:";
  try {
    return (await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(limitMs.voice) })).ok;
  } catch {
    return false;
  }
}
