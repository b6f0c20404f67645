import type { Check, Finding } from "@/lib/phone/diagnostics/checks";

/** The checks, in the order they run. */
export const checkIds = [
  "browser",
  "server",
  "microphone",
  "sound",
  "notifications",
  "signalling",
  "media",
] as const;
/** One of {@link checkIds}. */
export type CheckId = (typeof checkIds)[number];

/** What a check can find wrong: the phone's findings, and those that only this page looks for. */
type FindingCode =
  | Finding["code"]
  | "server_part"
  | "media_poor"
  | "notify_unasked"
  | "notify_blocked"
  | "notify_unsupported";

/** The state of a check. `detail` is a fact for the report, such as milliseconds; never a secret. */
export type Step =
  | { readonly status: "waiting" | "running" | "skipped" }
  | { readonly status: "passed"; readonly detail: string }
  | {
      /** `warning`: calls work, though not well. */
      readonly status: "failed" | "warning";
      readonly code: FindingCode;
      readonly sdkCode: number | null;
      readonly detail: string;
    };

/** The state of every check. */
export type Steps = Readonly<Record<CheckId, Step>>;

/** The checks that must have passed before a check makes sense. */
const needs: Readonly<Record<CheckId, readonly CheckId[]>> = {
  browser: [],
  server: [],
  microphone: ["browser"],
  sound: [],
  notifications: [],
  signalling: ["browser", "server"],
  media: ["signalling", "microphone"],
};

/** Findings with which calls still work. */
const mild: readonly FindingCode[] = [
  "mic_silent",
  "mic_unmeasured",
  "sound_blocked",
  "media_poor",
  "notify_unasked",
  "notify_blocked",
  "notify_unsupported",
];

/** Before the first run. */
export const notRun: Steps = {
  browser: { status: "waiting" },
  server: { status: "waiting" },
  microphone: { status: "waiting" },
  sound: { status: "waiting" },
  notifications: { status: "waiting" },
  signalling: { status: "waiting" },
  media: { status: "waiting" },
};

/** The step for the result of one of the phone's checks. */
export function stepOf(check: Check): Step {
  if (check.ok) return { status: "passed", detail: check.detail };
  return notWell(check.problem.code, check.problem.sdkCode);
}

/** The step of a check that found something: a warning if calls still work, else a failure. */
export function notWell(code: FindingCode, sdkCode: number | null = null, detail = ""): Step {
  return { status: mild.includes(code) ? "warning" : "failed", code, sdkCode, detail };
}

/** How many checks found something wrong. Notifications do not count: everything works without them. */
export function countUnwell(steps: Steps): number {
  const counted = checkIds.filter((id) => id !== "notifications");
  return counted.filter((id) => ["failed", "warning"].includes(steps[id].status)).length;
}

/**
 * Runs the checks one after the other and reports each change. A check is skipped if one that it needs has failed; a
 * check that throws has failed. After an abort nothing is reported, and no further check begins.
 */
export async function runSteps(
  checks: Readonly<Record<CheckId, () => Promise<Step>>>,
  report: (steps: Steps) => void,
  signal: AbortSignal,
): Promise<void> {
  let steps = notRun;
  function set(id: CheckId, step: Step) {
    if (signal.aborted) return;
    steps = { ...steps, [id]: step };
    report(steps);
  }
  report(steps);
  for (const id of checkIds) {
    if (signal.aborted) return;
    const blocked = needs[id].some((other) => ["failed", "skipped"].includes(steps[other].status));
    if (blocked) {
      set(id, { status: "skipped" });
      continue;
    }
    set(id, { status: "running" });
    set(id, await checks[id]().catch(() => notWell("unknown")));
  }
}
