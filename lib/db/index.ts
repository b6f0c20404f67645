export { database, transaction } from "./client";
export type { Database } from "./handle";
export * from "./schema";
