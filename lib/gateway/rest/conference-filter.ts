import type { Conference, ConferenceStatus } from "../conference/conference";
import type { FilterParams } from "./paging";
import { invalid, Refusal } from "./rest-reply";

const statuses: readonly ConferenceStatus[] = ["init", "in-progress", "completed"];
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Which conferences a list has, by the parameters that narrow it. */
export interface ConferenceFilter {
  /** The parameters, for the addresses of the pages. */
  params: FilterParams;
  allows(conference: Conference): boolean;
}

/**
 * Reads the parameters that narrow a list of conferences. A date alone is that day in UTC. "DateCreated<" is until the midnight with
 * which the day begins, "DateCreated>" from it on (https://www.twilio.com/docs/voice/api/conference-resource).
 *
 * @throws Refusal when one is malformed
 */
export function readConferenceFilter(query: URLSearchParams): ConferenceFilter {
  const status = query.get("Status");
  const name = query.get("FriendlyName");
  if (status !== null && !statuses.some((one) => one === status)) {
    throw new Refusal(invalid(`Status is ${statuses.join(", ")}`));
  }
  const created = readDates(query, "DateCreated");
  const updated = readDates(query, "DateUpdated");
  const names = ["Status", "FriendlyName", ...dateNames("DateCreated"), ...dateNames("DateUpdated")];
  return {
    params: [...query].filter(([key]) => names.includes(key)),
    allows: (conference) =>
      (status === null || conference.status === status) &&
      (name === null || conference.name === name) &&
      created(conference.createdAt) &&
      updated(conference.updatedAt),
  };
}

function dateNames(field: string): string[] {
  return [field, `${field}<`, `${field}>`];
}

/** Whether a time (ms since the epoch) is as the three forms of a date parameter ask for. */
function readDates(query: URLSearchParams, field: string): (time: number) => boolean {
  const [on, before, after] = dateNames(field).map((name) => readDate(query, name));
  return (time) =>
    (on === undefined || (time >= on && time < on + DAY_MS)) &&
    (before === undefined || time <= before) &&
    (after === undefined || time >= after);
}

/** The beginning of a day (ms since the epoch). */
function readDate(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new Refusal(invalid(`${name} is a date such as 2026-01-31`));
  return time;
}
