import "server-only";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { callLimitsOf, findLimit } from "../calls/caps";
import { hit } from "../limits";
import { readCalling } from "../operator/switches";
import { callLimit } from "./read-parts";

/**
 * Whether a person may make a test call now. A test call involves nobody else and ends after 60 s, so it has no row by
 * which it could be counted. It counts as a call in the limit of a minute, and has counters of its own for an hour and a
 * day, with the same figures as calls, also where the operator has set some for this person. It is refused while calling is paused, and while a call would be refused.
 */
export async function mayTest(personId: string): Promise<boolean> {
  if ((await readCalling()) === "paused") return false;
  if (!(await withinCallLimit(personId))) return false;
  if ((await findLimit(personId)) !== null) return false;
  const own = await callLimitsOf(personId);
  const limits = env();
  const [hour, day] = [60 * 60, 24 * 60 * 60];
  try {
    await hit({ name: "test hour", hits: own.hour, seconds: hour }, personId);
    await hit({ name: "test day", hits: own.day, seconds: day }, personId);
    await hit({ name: "tests hour", hits: limits.CALLS_PER_HOUR, seconds: hour }, "everybody");
    await hit({ name: "tests day", hits: limits.CALLS_PER_DAY, seconds: day }, "everybody");
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return false;
    throw error;
  }
}

async function withinCallLimit(personId: string): Promise<boolean> {
  try {
    await hit(callLimit, personId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return false;
    throw error;
  }
}
