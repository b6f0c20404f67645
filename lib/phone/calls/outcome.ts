import type { CallRecord, Refusal } from "@/lib/contracts";
import type { Api, Clock } from "../ports/deps";
import type { CallInfo, Problem, ShownOutcome } from "../types";
import { pause } from "../util/timeout";

/** What this tab saw of a call that is over. */
export interface Seen {
  readonly call: CallInfo;
  /** Somebody ended it here: hung up, gave up, declined. */
  readonly byMe: boolean;
  /** Milliseconds it rang, from the first sign of it. */
  readonly rangMs: number;
  /** Milliseconds talked, null if it was never answered here. */
  readonly talkedMs: number | null;
  readonly problem: Problem | null;
}

export interface Told {
  readonly outcome: ShownOutcome;
  readonly refusal: Refusal | null;
  readonly durationSeconds: number;
}

/** Rang this long and nobody came: more likely no answer than a refusal. */
const noAnswerMs = 20_000;
const patienceMs = 6_000;
const betweenMs = 500;

const outcomeOfSdkCode: ReadonlyMap<number, ShownOutcome> = new Map([
  [31486, "busy"],
  [31603, "declined"],
  [31480, "offline"],
  [31404, "offline"],
]);

/** The network's reason for a hang-up that is an outcome and nothing that went wrong. */
export function isOutcome(what: Problem | null): boolean {
  return what?.sdkCode !== undefined && what.sdkCode !== null && outcomeOfSdkCode.has(what.sdkCode);
}

function guessOutcome(seen: Seen): ShownOutcome {
  if (seen.talkedMs !== null) return "completed";
  const told = seen.problem?.sdkCode && outcomeOfSdkCode.get(seen.problem.sdkCode);
  if (told) return told;
  if (seen.call.direction === "incoming") {
    if (seen.byMe) return "declined";
    if (seen.problem) return "failed";
    return seen.rangMs >= noAnswerMs ? "no_answer" : "canceled";
  }
  if (seen.byMe) return "canceled";
  if (seen.problem || seen.rangMs === 0) return "failed";
  return seen.rangMs >= noAnswerMs ? "no_answer" : "declined";
}

/** The best answer without the server's. */
export function guess(seen: Seen): Told {
  return {
    outcome: guessOutcome(seen),
    refusal: null,
    durationSeconds: seen.talkedMs === null ? 0 : Math.max(0, Math.round(seen.talkedMs / 1_000)),
  };
}

/** What the server's record means to this tab; null while it does not say. */
function readRecord(record: CallRecord, seen: Seen): Told | null {
  const elsewhere =
    seen.call.direction === "incoming" && seen.talkedMs === null && record.answeredAt !== null;
  if (elsewhere) return { outcome: "answered_elsewhere", refusal: null, durationSeconds: 0 };
  if (record.outcome === null) return null;
  return {
    outcome: record.outcome,
    refusal: record.refusal,
    durationSeconds: record.durationSeconds ?? guess(seen).durationSeconds,
  };
}

/**
 * How a call really ended: the server knows (declined, busy, offline look alike from here). Asks for up to 6 s,
 * then gives the best guess. Never rejects.
 */
export async function askOutcome(api: Api, clock: Clock, seen: Seen): Promise<Told> {
  const deadline = clock.now() + patienceMs;
  // The server would hold its answer until a call that another device answered is over.
  const wait = seen.call.direction === "outgoing" || seen.talkedMs !== null;
  for (let left = patienceMs; left > 0; left = deadline - clock.now()) {
    const record = await api.record(seen.call.ref, { wait, timeoutMs: left });
    const told = record && readRecord(record, seen);
    if (told) return told;
    await pause(clock, Math.min(betweenMs, Math.max(0, deadline - clock.now())));
  }
  return guess(seen);
}
