import "server-only";
import { sweepSessions } from "../auth/sessions";
import { sweepReports } from "../calls/apply-report";
import { settleOverdue } from "../calls/settle";
import { sweepLimits } from "../limits";
import { logError } from "../log";
import { sweepPresence } from "../presence/presence";

const settleEveryMs = 1_000;
const sweepEveryMs = 60_000;
let settledAt = 0;
let sweptAt = 0;

/**
 * What somebody has to do now and then, done with the beats that come anyway: once a second (a process) calls that
 * are over reach their outcome, and once a minute rows that no longer count are removed. `now`: this process's clock,
 * in ms.
 */
export async function keepHouse(now = Date.now()): Promise<void> {
  if (now - settledAt < settleEveryMs) return;
  settledAt = now;
  await settleOverdue();
  if (now - sweptAt < sweepEveryMs) return;
  sweptAt = now;
  try {
    await Promise.all([sweepLimits(), sweepPresence(), sweepReports(), sweepSessions()]);
  } catch (error) {
    logError("sweeping", error);
  }
}
