import "server-only";
import { sweepChallenges } from "../auth/passkey-challenges";
import { sweepSessions } from "../auth/sessions";
import { sweepReports } from "../calls/apply-report";
import { storeCallCounts } from "../calls/call-counts";
import { settleOverdue } from "../calls/settle";
import { sweepCalls } from "../calls/sweep-calls";
import { sweepGuests } from "../guests/sweep";
import { sweepLimits } from "../limits";
import { logError } from "../log";
import { sweepAudit } from "../operator/audit";
import { sweepInvitations } from "../operator/invitations";
import { sweepBackWatches } from "../people/back-watches";
import { sweepPresence } from "../presence/presence";
import { endCallsOf } from "../voice/end-calls";
import { tellGuessedOver } from "../voice/tell-closed";
import { runVoicemailUpkeep } from "../voicemail/upkeep";

const settleEveryMs = 1_000;
const sweepEveryMs = 60_000;
let settledAt = 0;
let sweptAt = 0;

/**
 * Periodic work. It runs with the beats that tabs send anyway, since a serverless process has no timer: once a second
 * overdue calls are settled and closed devices told of those, and once a minute old rows are removed (per process). `now`: this process's clock, in ms.
 */
export async function runUpkeep(now = Date.now()): Promise<void> {
  if (now - settledAt < settleEveryMs) return;
  settledAt = now;
  await settleOverdue();
  await tellGuessedOver();
  if (now - sweptAt < sweepEveryMs) return;
  sweptAt = now;
  try {
    await Promise.all([
      sweepLimits(),
      sweepPresence(),
      sweepBackWatches(),
      sweepGuests(),
      sweepReports(),
      sweepCalls(),
      storeCallCounts(),
      sweepSessions().then(endCallsOf),
      sweepInvitations(),
      sweepAudit(),
      runVoicemailUpkeep(),
      sweepChallenges(),
    ]);
  } catch (error) {
    logError("sweeping", error);
  }
}
