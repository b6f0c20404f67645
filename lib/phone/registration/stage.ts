import type { LineReport } from "../state/events";
import type { Scope } from "../util/scope";
import type { Attempt } from "./attempt";

export type Report<K extends LineReport["kind"]> = Extract<LineReport, { kind: K }>;

/** What the registration is doing. Each stage owns its report, and what has to end with it. */
export type Stage =
  | { readonly kind: "off"; readonly report: Report<"starting"> }
  /** An attempt that began by itself keeps the report from before, so that nothing flickers. */
  | { readonly kind: "attempting"; readonly report: LineReport; readonly attempt: Attempt }
  /** Registered; the server is being told. */
  | { readonly kind: "announcing"; readonly report: LineReport; readonly attempt: Attempt }
  | { readonly kind: "up"; readonly report: Report<"up">; readonly attempt: Attempt }
  /** The next attempt begins when `timer` fires, unless the SDK brings its socket back first. */
  | {
      readonly kind: "waiting";
      readonly report: Report<"down">;
      readonly attempt: Attempt;
      readonly timer: Scope;
    }
  /** The next attempt begins when the call ends that still needs the present Device. */
  | { readonly kind: "stale"; readonly report: Report<"down">; readonly attempt: Attempt }
  /** Only the user can help. */
  | { readonly kind: "refused"; readonly report: Report<"refused"> };

export const off: Stage = { kind: "off", report: { kind: "starting" } };

export function attemptOf(stage: Stage): Attempt | null {
  return "attempt" in stage ? stage.attempt : null;
}
