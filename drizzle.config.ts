import { defineConfig } from "drizzle-kit";

/** For `npx drizzle-kit generate`, which writes the next migration from the schema. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./lib/db/schema.ts",
  out: "./lib/db/migrations",
});
