import type { FormParams } from "../webhook/signature";

/** How one `<Client>` or a whole `<Dial>` ended, in Twilio's words. */
export type DialStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

export interface DialOutcome {
  status: DialStatus;
  /** The child that was connected, else the first; undefined when there was none. */
  sid: string | undefined;
  /** From answer to end. */
  seconds: number;
  bridged: boolean;
}

/** Of several that nobody answered, the one that says most about why. */
const TELLING: readonly DialStatus[] = ["completed", "busy", "no-answer", "canceled", "failed"];

/** The status of a `<Dial>` all of whose children have ended; one without any has failed. */
export function overall(statuses: readonly DialStatus[]): DialStatus {
  return TELLING.find((status) => statuses.includes(status)) ?? "failed";
}

/** What `<Dial action>` is told, on top of the call's own parameters. */
export function dialParams({ status, sid, seconds, bridged }: DialOutcome): FormParams {
  return [
    ["DialCallStatus", status],
    ...(sid === undefined ? [] : [["DialCallSid", sid] as const]),
    ...(bridged ? [["DialCallDuration", String(seconds)] as const] : []),
    ["DialBridged", String(bridged)],
  ];
}
