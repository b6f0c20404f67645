export { database, transaction } from "./client";
export type { Database } from "./handle";
// Without `calls` and `callEvents`: these two tables belong to lib/server/calls, which takes them from "./schema".
export {
  accounts,
  allows,
  blocks,
  type CallRow,
  type FinalStatus,
  presence,
  rateLimits,
  sessions,
  users,
} from "./schema";
