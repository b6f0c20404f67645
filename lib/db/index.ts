export { database, together, transaction } from "./client";
export type { Database, Statement } from "./handle";
export { oncePerDatabase, withValues } from "./once-per-database";
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
