import { randomBytes } from "node:crypto";
import { dropTemplate, serverAnswers } from "./lib/db/testing/server";

/**
 * Names the PostgreSQL database that this run of the tests migrates once and copies for each test file
 * (`lib/db/testing/databases.ts`), and drops it when the run ends. The workers inherit the name.
 */
export default function nameTemplate(): () => Promise<void> {
  process.env.TEST_TEMPLATE ??= `bp_template_${randomBytes(6).toString("hex")}`;
  const template = process.env.TEST_TEMPLATE;
  return async () => {
    if (await serverAnswers()) await dropTemplate(template);
  };
}
