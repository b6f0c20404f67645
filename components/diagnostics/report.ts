import type { Health } from "@/lib/contracts";
import { checkIds, type Step, type Steps } from "./steps";

export interface ReportFacts {
  steps: Steps;
  health: Health | null;
  userAgent: string;
  at: Date;
}

/**
 * What was found, as plain text for whoever helps: in English whatever the page's language, and without
 * names, tokens, addresses or devices.
 */
export function reportText({ steps, health, userAgent, at }: ReportFacts): string {
  return [
    "Browser Phone diagnostics",
    `Time: ${at.toISOString()}`,
    `Browser: ${userAgent}`,
    ...(health ? [`Voice: ${health.mode}, database ${health.database}, voice ${health.voice}`] : []),
    "",
    ...checkIds.map((id) => `${id}: ${wordsOf(steps[id])}`),
  ].join("\n");
}

function wordsOf(step: Step): string {
  if (step.status === "passed") return `passed (${step.detail})`;
  if (step.status !== "failed" && step.status !== "warning") return step.status;
  const code = step.sdkCode === null ? "" : `, code ${step.sdkCode}`;
  return `${step.status}: ${step.code}${code}${step.detail && ` (${step.detail})`}`;
}
