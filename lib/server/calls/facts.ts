import "server-only";
import type { CallLegRow, CallRow, FinalStatus } from "@/lib/db/schema";

/** What is known of one device that the call rings. */
export type LegFacts = Pick<CallLegRow, "voiceId" | "answeredAt" | "endedAt" | "finalStatus" | "noRoom">;

/** What is known of how a call went. */
export type CallFacts = Pick<
  CallRow,
  | "startedAt"
  | "ringingAt"
  | "answeredAt"
  | "endedAt"
  | "finalStatus"
  | "durationSeconds"
  | "outcome"
  | "evidence"
> & {
  /** One for each device that the call rings; none if it was refused, or is older than this table. */
  readonly legs: readonly LegFacts[];
};

/** What is reported of a call. */
export type Progress =
  | { readonly kind: "ringing" | "answered" }
  /** A device had no room for the call, as its phone says. All else is reported by the voice network. */
  | { readonly kind: "no_room" }
  | {
      readonly kind: "final";
      /** `leg`: a report on a device's leg, with a time of its own. `dial`: the result of `<Dial>`, without one. */
      readonly source: "leg" | "dial";
      readonly status: FinalStatus;
      readonly durationSeconds: number | null;
    };

/** What is reported, and when it happened. */
export type CallEvent = Progress & {
  readonly at: Date;
  /** The device (`voiceId`) that the report is about; null: it does not say, or is about the whole call. */
  readonly leg: string | null;
};
