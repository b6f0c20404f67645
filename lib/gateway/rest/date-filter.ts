import { invalid, Refusal } from "./rest-reply";

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

/** Which entries of a list are shown by a time of theirs, such as `date_created`, and the parameters that say so. */
export interface DateFilter {
  /** @param time in ms since the epoch; null: it has none yet, which fits only where nothing is asked for */
  fits(time: number | null): boolean;
  parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads `DateCreated`, `DateCreated<` and `DateCreated>`, or those of another name: a day such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z.
 * In an address they look like `DateCreated<=2026-01-31`: at or before its midnight
 * (https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources).
 *
 * @throws Refusal when one is neither
 */
export function readDateFilter(query: URLSearchParams, name = "DateCreated"): DateFilter {
  const on = readMoment(query, name);
  const before = readMoment(query, `${name}<`);
  const after = readMoment(query, `${name}>`);
  return {
    fits(time) {
      if (time === null) return !on && !before && !after;
      // Times are shown in whole seconds, so they are compared so.
      const second = time - (time % SECOND_MS);
      if (on && (second < on.begin || second >= on.begin + on.length)) return false;
      return (!before || second <= before.begin) && (!after || second >= after.begin);
    },
    parameters: [on, before, after].flatMap((moment) =>
      moment ? [[moment.name, moment.text] as const] : [],
    ),
  };
}

interface Moment {
  name: string;
  text: string;
  begin: number;
  length: number;
}

function readMoment(query: URLSearchParams, name: string): Moment | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const [, clock] = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)?$/.exec(text) ?? [text, "none"];
  const begin = clock === "none" ? Number.NaN : Date.parse(text);
  if (Number.isNaN(begin)) {
    throw new Refusal(invalid(`${name} is a day such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z`));
  }
  const isDay = clock === undefined;
  return { name, text, begin: begin - (begin % SECOND_MS), length: isDay ? DAY_MS : SECOND_MS };
}
