import "server-only";
import { eq, not, or, sql } from "drizzle-orm";
import { type Outcome, type Refusal, usernameSchema } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Identity } from "../identity";
import { hit } from "../limits";
import { readCalling } from "../operator/switches";
import { hasBlocked, hasBlockedByName, hasBlockedUnnamed, letsRing } from "../people/rules";
import { looksLikeNumber } from "../people/username";
import { devicesToRing } from "../presence/presence";
import type { VoiceRequest } from "./webhook-params";

/** What happens to a new call: it rings devices of `calleeId` (`sessions.voiceId`), or has its outcome at once. */
export type Decision =
  | { readonly rings: true; readonly calleeId: string; readonly devices: readonly string[] }
  | {
      readonly rings: false;
      readonly calleeId: string | null;
      readonly outcome: Outcome;
      readonly refusal: Refusal | null;
    };

/**
 * Decides whether a call rings. Only a username can be called: anything that looks like a number, a SIP address, a
 * conference or a client identity is refused, and never reaches the TwiML. Counts against the caller's limit.
 */
export async function decideCall(caller: Identity, request: VoiceRequest): Promise<Decision> {
  if (request.anonymous === null) return refused("bad_request");
  const { To: username } = request;
  const isName = usernameSchema.safeParse(username).success && !looksLikeNumber(username);
  // At once, because the caller waits. The switch is read at each call, so that a pause holds at once on every instance.
  const [calling, isWithinLimit, callee] = await Promise.all([
    readCalling(),
    withinCallLimit(caller.id),
    isName ? findCallee(caller.id, username) : undefined,
  ]);
  if (calling === "paused") return refused("calling_paused");
  if (!isWithinLimit) return refused("too_many_calls");
  if (!isName) return refused("not_a_username");
  if (username === caller.username) return refused("self");
  const anonymous = request.anonymous === "1";
  if (!callee) return refused("unknown_person");
  if (anonymous ? callee.refusesAnonymous : callee.blocked) return unreached(callee.id, "blocked");
  // Nobody can reach a suspended person, who looks like somebody who is away.
  if (callee.suspendedAt) return unreached(callee.id, "offline");
  // The callee lets only known people ring. They get a missed call instead, from which they can allow the caller. An
  // anonymous caller counts as unknown, whoever it is.
  if (anonymous ? callee.callPolicy === "known" : !callee.open) return unreached(callee.id, "offline");
  if (callee.devices.length === 0) return unreached(callee.id, "offline");
  // After presence, because the list of people shows "away" before "do not disturb" too.
  if (callee.doNotDisturb) return unreached(callee.id, "busy");
  return { rings: true, calleeId: callee.id, devices: callee.devices };
}

/** Whether that person may make one more call now. Counts the call. */
export async function withinCallLimit(callerId: string): Promise<boolean> {
  try {
    await hit({ name: "call", hits: 20, seconds: 60 }, callerId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return false;
    throw error;
  }
}

/**
 * The callee, with the answers to both questions: may this caller ring under their name, and anonymously? What the
 * callee has decided about a person by name (a block, an allowance, an earlier call) has no part in the second answer:
 * by changing it the callee could find out who calls. See docs/decisions/0025-anonymous-calls.md.
 */
async function findCallee(callerId: string, username: string) {
  const db = await database();
  const blockedByCaller = hasBlockedByName(db, callerId, users.id);
  const blocked = or(hasBlocked(db, users.id, callerId), blockedByCaller);
  const refusesAnonymous = or(
    not(users.acceptsAnonymous),
    hasBlockedUnnamed(db, users.id, callerId),
    blockedByCaller,
  );
  const [callee] = await db
    .select({
      id: users.id,
      doNotDisturb: users.doNotDisturb,
      suspendedAt: users.suspendedAt,
      callPolicy: users.callPolicy,
      refusesAnonymous: sql<boolean>`${refusesAnonymous}`,
      blocked: sql<boolean>`${blocked}`,
      open: sql<boolean>`${letsRing(db, callerId)}`,
      devices: devicesToRing(db, users.id),
    })
    .from(users)
    .where(eq(users.username, username));
  return callee;
}

function refused(refusal: Refusal): Decision {
  return { rings: false, calleeId: null, outcome: "failed", refusal };
}

function unreached(calleeId: string, outcome: Outcome): Decision {
  return { rings: false, calleeId, outcome, refusal: null };
}
