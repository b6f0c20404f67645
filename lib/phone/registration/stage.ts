import type { LineReport } from "../state/events";
import type { Scope } from "../util/scope";
import type { Attempt } from "./attempt";

/** A report of one kind. */
export type Report<K extends LineReport["kind"]> = Extract<LineReport, { kind: K }>;

/** What is reported during an attempt: the line is not up yet. */
export type AttemptReport = Report<"starting" | "down">;

/** What the registration is doing. Each stage holds its report. */
export type Stage =
  | { readonly kind: "off"; readonly report: Report<"starting"> }
  /** An attempt that begins by a timer keeps the report of the stage before, so that the page does not flicker. */
  | { readonly kind: "attempting"; readonly report: AttemptReport; readonly attempt: Attempt }
  /** Registered. The server does not know it yet. */
  | { readonly kind: "announcing"; readonly report: AttemptReport; readonly attempt: Attempt }
  | { readonly kind: "up"; readonly report: Report<"up">; readonly attempt: Attempt }
  /** The next attempt begins when `timer` fires, unless the SDK brings its socket back first. */
  | {
      readonly kind: "waiting";
      readonly report: Report<"down">;
      readonly attempt: Attempt;
      readonly timer: Scope;
    }
  /** The Device is lost, but a call still uses it. The next attempt begins when the call ends. */
  | { readonly kind: "stale"; readonly report: Report<"down">; readonly attempt: Attempt }
  /** Only the user can help. */
  | { readonly kind: "refused"; readonly report: Report<"refused"> };

/** Not started, or stopped. */
export const off: Stage = { kind: "off", report: { kind: "starting" } };

/** The attempt of a stage; null: it has none. */
export function attemptOf(stage: Stage): Attempt | null {
  return "attempt" in stage ? stage.attempt : null;
}
