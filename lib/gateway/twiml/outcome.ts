import type { FormParams } from "../webhook/signature";

/** How one `<Client>` or a whole `<Dial>` ended, as in `CallStatus` and `DialCallStatus`. */
export type DialStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

/** How a `<Dial>` ended. */
export interface DialOutcome {
  status: DialStatus;
  /** CallSid of the child that was connected, else of the first. Undefined when the `<Dial>` had no children. */
  sid: string | undefined;
  /** From the answer to the end; 0 without an answer. */
  seconds: number;
  /** Whether the caller was connected. */
  bridged: boolean;
}

/** The statuses in the order of how much they say about the call, most first. */
const BY_MEANING: readonly DialStatus[] = ["completed", "busy", "no-answer", "canceled", "failed"];

/** The status of a `<Dial>` whose children have all ended. A `<Dial>` without children has failed. */
export function overall(statuses: readonly DialStatus[]): DialStatus {
  return BY_MEANING.find((status) => statuses.includes(status)) ?? "failed";
}

/** The parameters of `<Dial action>`, besides those of the call. */
export function dialParams({ status, sid, seconds, bridged }: DialOutcome): FormParams {
  return [
    ["DialCallStatus", status],
    ...(sid === undefined ? [] : [["DialCallSid", sid] as const]),
    ...(bridged ? [["DialCallDuration", String(seconds)] as const] : []),
    ["DialBridged", String(bridged)],
  ];
}
