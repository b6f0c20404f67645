export { database, together, transaction } from "./client";
export type { Database, Statement } from "./handle";
export { oncePerDatabase, withValues } from "./once-per-database";
// Without `calls`, `callLegs` and `callEvents`: these tables belong to lib/server/calls, which takes them from "./schema".
export {
  accounts,
  allows,
  auditLog,
  backWatches,
  blocks,
  type CallRow,
  type FinalStatus,
  favourites,
  guestLinks,
  guestVisits,
  invitations,
  operatorSwitches,
  passkeyChallenges,
  passkeys,
  personLimits,
  presence,
  pushSubscriptions,
  rateLimits,
  recoveryCodes,
  sessions,
  users,
  voicemailAudio,
  voicemailGreetings,
  voicemailRemovals,
  voicemailSettings,
  voicemails,
} from "./schema";
