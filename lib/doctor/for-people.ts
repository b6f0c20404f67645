import "server-only";
import type { SetupResponse } from "@/lib/contracts";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import type { CheckResult } from "./base/finding";
import { thisMachine } from "./machine";
import { runChecks } from "./run-checks";

/** For how long (ms) a result is shown again: the checks ask Twilio and the app itself, and people can press often. */
const keptMs = 60_000;
/** How long (ms) a check may wait for an answer. A page waits for the slowest. */
const limitMs = 5_000;

let kept: { readonly report: SetupResponse; readonly until: number } | undefined;
let running: Promise<SetupResponse> | undefined;

/**
 * The checks of this server, as signed-in people may see them. They run once at a time, and once in a minute, however
 * many people ask.
 */
export async function setupForPeople(): Promise<SetupResponse> {
  // The clock may be set back, which must not keep a result for longer.
  const now = Date.now();
  if (kept && now < kept.until && kept.until - now <= keptMs) return kept.report;
  running ??= check().finally(() => {
    running = undefined;
  });
  return running;
}

/** For tests: the next question is answered anew. */
export function forgetSetup(): void {
  kept = undefined;
}

async function check(): Promise<SetupResponse> {
  const { mode, VERCEL, DATA_DIR } = env();
  const { ok, checks } = await runChecks({
    configuration: env,
    dataDir: VERCEL ? null : DATA_DIR,
    machine: thisMachine,
    database,
    limitMs,
  });
  const report = { ok, mode, checks: checks.map(shown), checkedAt: new Date().toISOString() };
  kept = { report, until: Date.now() + keptMs };
  return report;
}

/** Only what is meant for everybody: the sentences may name hosts and addresses. */
function shown(result: CheckResult): SetupResponse["checks"][number] {
  const { id, status } = result;
  if (!("problem" in result)) return { id, status, problem: null, number: null };
  return { id, status, problem: result.problem, number: result.number };
}
