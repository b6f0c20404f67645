import { defineConfig } from "drizzle-kit";

/** For `npm run db:generate`, which writes the next migration from the schema. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./lib/db/schema/index.ts",
  out: "./lib/db/migrations",
});
