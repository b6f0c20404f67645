import type { Health } from "@/lib/contracts";
import type { PhoneState } from "@/lib/phone/model/types";
import type { BrowserFacts } from "./browser-facts";
import type { Setup } from "./setup";
import { checkIds, type Step, type Steps } from "./steps";

/** What the report is made of. */
export interface ReportFacts {
  steps: Steps;
  health: Health | null;
  setup: Setup;
  browser: BrowserFacts;
  phone: PhoneState;
  /** null: the SDK was not loaded. */
  sdkVersion: string | null;
  at: Date;
}

/**
 * The findings as plain text, for a person who helps: in English in every language of the page, and without names,
 * tokens, addresses or devices.
 */
export function reportText({ steps, health, setup, browser, phone, sdkVersion, at }: ReportFacts): string {
  return [
    "Browser Phone diagnostics",
    `Time: ${at.toISOString()}`,
    `Browser: ${browser.userAgent}`,
    `Page: ${browser.secure ? "secure" : "not secure"}, ${browser.language}, ${browser.viewport}, notifications ${browser.notifications}`,
    `Phone: ${phoneWords(phone)}`,
    ...(sdkVersion ? [`SDK: ${sdkVersion}`] : []),
    ...(health ? [`Voice: ${health.mode}, database ${health.database}, voice ${health.voice}`] : []),
    "",
    ...checkIds.map((id) => `${id}: ${stepWords(steps[id])}`),
    "",
    ...setupLines(setup),
  ].join("\n");
}

/** The server's own checks: each with its problem's code, and a number if it has one. */
function setupLines(setup: Setup): string[] {
  if (typeof setup === "string") return [`Server set-up: ${setup}`];
  const lines = setup.checks.map(({ id, status, problem, number }) => {
    const found = problem === null ? "" : `: ${problem}`;
    return `${id}: ${status}${found}${number === null ? "" : ` (${number})`}`;
  });
  return [`Server set-up: ${setup.mode}, checked ${setup.checkedAt}`, ...lines];
}

/** The state's kind and, where it has one, the problem: never the other side of a call. */
function phoneWords(state: PhoneState): string {
  const problem = "problem" in state ? state.problem : null;
  return problem ? `${state.kind}: ${codeWords(problem)}` : state.kind;
}

function codeWords({ code, sdkCode }: { code: string; sdkCode: number | null }): string {
  return sdkCode === null ? code : `${code}, code ${sdkCode}`;
}

function stepWords(step: Step): string {
  if (step.status === "passed") return `passed (${step.detail})`;
  if (step.status !== "failed" && step.status !== "warning") return step.status;
  return `${step.status}: ${codeWords(step)}${step.detail && ` (${step.detail})`}`;
}
