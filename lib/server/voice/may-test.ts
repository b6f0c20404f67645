import "server-only";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { findLimit } from "../calls/caps";
import { hit } from "../limits";
import { readCalling } from "../operator/switches";
import { withinCallLimit } from "./decide-call";

/**
 * Whether a person may make a test call now. It has no row, since it involves nobody else, and ends after 60 s, so it is
 * counted on its own: with the calls in a minute, and by the figures for calls in an hour and a day once more. It is
 * refused while calling is paused, and while a call to somebody else would be refused.
 */
export async function mayTest(personId: string): Promise<boolean> {
  if ((await readCalling()) === "paused") return false;
  if (!(await withinCallLimit(personId))) return false;
  if ((await findLimit(personId)) !== null) return false;
  const limits = env();
  const [hour, day] = [60 * 60, 24 * 60 * 60];
  try {
    await hit({ name: "test hour", hits: limits.CALLS_PER_HOUR_PER_PERSON, seconds: hour }, personId);
    await hit({ name: "test day", hits: limits.CALLS_PER_DAY_PER_PERSON, seconds: day }, personId);
    await hit({ name: "tests hour", hits: limits.CALLS_PER_HOUR, seconds: hour }, "everybody");
    await hit({ name: "tests day", hits: limits.CALLS_PER_DAY, seconds: day }, "everybody");
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return false;
    throw error;
  }
}
