export { database, together, transaction } from "./client";
export type { Database } from "./handle";
export { oncePerDatabase } from "./once-per-database";
// Without `calls`, `callLegs` and `callEvents`: these tables belong to lib/server/calls, which takes them from "./schema".
export {
  accounts,
  allows,
  blocks,
  type CallRow,
  type FinalStatus,
  invitations,
  operatorSwitches,
  presence,
  rateLimits,
  sessions,
  users,
} from "./schema";
