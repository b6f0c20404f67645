import type { CallRecord, Refusal } from "@/lib/contracts";
import type { CallInfo, Problem, ShownOutcome } from "../model/types";
import type { Api, Clock } from "../ports/deps";
import { pause } from "../util/timeout";

/** What this tab saw of a call that is over. */
export interface Seen {
  readonly call: CallInfo;
  /** The user ended it here: hung up, gave up or declined. */
  readonly byMe: boolean;
  /** The last stage here, and how long (ms) it lasted. `nothing`: the other side never rang. */
  readonly reached:
    | { readonly kind: "nothing" }
    | { readonly kind: "rang"; readonly ms: number }
    | { readonly kind: "talked"; readonly ms: number };
  readonly problem: Problem | null;
  /** It was voicemail that answered. */
  readonly voicemail: boolean;
}

/** How a call ended, as it is shown. */
interface Ending {
  readonly outcome: ShownOutcome;
  readonly refusal: Refusal | null;
  readonly durationSeconds: number;
}

/** A call that rang at least this long (ms) probably was not answered; a shorter one was declined. */
const noAnswerMs = 20_000;
/** How long (ms) the server is asked for the outcome, and the pause between two requests. */
const patienceMs = 6_000;
const betweenMs = 500;

const outcomeOfSdkCode: ReadonlyMap<number, ShownOutcome> = new Map([
  [31486, "busy"],
  [31603, "declined"],
  [31480, "offline"],
  [31404, "offline"],
]);

function outcomeOf(problem: Problem | null): ShownOutcome | undefined {
  return problem?.sdkCode ? outcomeOfSdkCode.get(problem.sdkCode) : undefined;
}

/** Whether a Problem only reports an outcome, such as busy, and is no failure. */
export function isOutcome(problem: Problem | null): boolean {
  return outcomeOf(problem) !== undefined;
}

function guessOutcome({ call, byMe, reached, problem, voicemail }: Seen): ShownOutcome {
  if (voicemail) return "no_answer";
  if (reached.kind === "talked") return "completed";
  const outcome = outcomeOf(problem);
  if (outcome) return outcome;
  const rangLong = reached.kind === "rang" && reached.ms >= noAnswerMs;
  if (call.direction === "incoming") {
    if (byMe) return "declined";
    if (problem) return "failed";
    return rangLong ? "no_answer" : "canceled";
  }
  if (byMe) return "canceled";
  if (problem || reached.kind === "nothing") return "failed";
  return rangLong ? "no_answer" : "declined";
}

/** The best answer without the server's. */
export function guess(seen: Seen): Ending {
  const { reached, voicemail } = seen;
  return {
    outcome: guessOutcome(seen),
    refusal: null,
    durationSeconds:
      reached.kind === "talked" && !voicemail ? Math.max(0, Math.round(reached.ms / 1_000)) : 0,
  };
}

/** How the call ended by the server's record; null while the record has no outcome. */
function readRecord(record: CallRecord, seen: Seen): Ending | null {
  const notHere = seen.call.direction === "incoming" && seen.reached.kind !== "talked";
  if (notHere && record.answeredAt !== null)
    return { outcome: "answered_elsewhere", refusal: null, durationSeconds: 0 };
  if (record.outcome === null) return null;
  return {
    outcome: record.outcome,
    refusal: record.refusal,
    durationSeconds: record.durationSeconds ?? guess(seen).durationSeconds,
  };
}

/**
 * How a call really ended. Declined, busy and offline look alike from here, so the server is asked for up to 6 s. If it
 * has no answer, resolves with the best guess. Never rejects.
 */
export async function askOutcome(api: Api, clock: Clock, seen: Seen): Promise<Ending> {
  const deadline = clock.now() + patienceMs;
  // If another device answered this call, a request that waits would be held until that call is over.
  const wait = seen.call.direction === "outgoing" || seen.reached.kind === "talked";
  for (let left = patienceMs; left > 0; left = deadline - clock.now()) {
    const record = await api.record(seen.call.ref, { wait, timeoutMs: left });
    const ending = record && readRecord(record, seen);
    if (ending) return ending;
    await pause(clock, Math.min(betweenMs, Math.max(0, deadline - clock.now())));
  }
  return guess(seen);
}
