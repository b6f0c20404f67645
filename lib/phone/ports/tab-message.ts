import type { Peer } from "../types";

/** A call that rings at a tab which gives the phone away: what the other tab needs to ring and to answer it. */
export interface HandedRing {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly connectToken: string;
}

/** The calls of the tab that has the phone, for those that have it not. */
export interface TabCalls {
  readonly ringing: Peer | null;
  /** A call would end if the phone left that tab. */
  readonly inCall: boolean;
}

/** What the tabs of one browser profile say to each other. */
export type TabMessage =
  /** Another tab wants the phone; with `endCall` also if that ends a call. */
  | { readonly type: "letGo"; readonly endCall: boolean }
  /** The tab that has it is in a call, and keeps it. */
  | { readonly type: "inCall" }
  /** The tab that had it has let go of it. */
  | { readonly type: "gone"; readonly ring: HandedRing | null }
  /** What goes on at the tab that has the phone. */
  | { readonly type: "calls"; readonly calls: TabCalls }
  /** A tab without the phone asks what goes on. */
  | { readonly type: "whatCalls" }
  /** A handed ring is over where it rings. */
  | { readonly type: "ringOver"; readonly id: string }
  /** It was declined at the tab that took over. */
  | { readonly type: "ringDeclined"; readonly id: string };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isRing(value: unknown): value is HandedRing {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    typeof value.connectToken === "string" &&
    isRecord(value.parameters) &&
    Object.values(value.parameters).every((parameter) => typeof parameter === "string")
  );
}

function isName(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isCalls(value: unknown): value is TabCalls {
  if (!isRecord(value) || typeof value.inCall !== "boolean") return false;
  const { ringing } = value;
  return ringing === null || (isRecord(ringing) && isName(ringing.name) && isName(ringing.username));
}

/** Whether a message is one of ours: another tab may still run an earlier version of the app. */
export function isTabMessage(data: unknown): data is TabMessage {
  if (!isRecord(data)) return false;
  switch (data.type) {
    case "letGo":
      return typeof data.endCall === "boolean";
    case "inCall":
    case "whatCalls":
      return true;
    case "calls":
      return isCalls(data.calls);
    case "gone":
      return data.ring === null || isRing(data.ring);
    case "ringOver":
    case "ringDeclined":
      return typeof data.id === "string";
    default:
      return false;
  }
}
