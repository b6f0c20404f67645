import { invalid, Refusal } from "./rest-reply";

/** A list that is answered in pages. */
export interface PagedList<T extends { sid: string }> {
  /** The property of the answer that has the entries, such as `applications`. */
  name: string;
  path: string;
  /** All entries, the newest first. */
  entries: readonly T[];
  /** A number by sid that is higher for newer entries, and known also of those deleted lately. */
  placeOf: (sid: string) => number | undefined;
  /** The parameters that narrowed the list. The addresses of its pages repeat them. */
  filter: FilterParams;
}

/** The parameters that narrowed a list. */
export type FilterParams = readonly (readonly [name: string, value: string])[];

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1_000;

/** A page begins after an entry (`PA` and its sid), or ends before one (`PB`). */
const tokenForm = /^(PA|PB)(.+)$/s;

/**
 * One page of a list, as Twilio's API of 2010 sends it (https://www.twilio.com/docs/usage/twilios-response#pagination).
 * `PageToken` says where the page begins. `Page` is the client's own count, which is repeated, and says nothing without a token.
 *
 * @throws Refusal when a parameter is malformed
 */
export function pageOf<T extends { sid: string }>(
  list: PagedList<T>,
  query: URLSearchParams,
  show: (entry: T) => unknown,
): Record<string, unknown> {
  const { name, path, entries, filter } = list;
  const size = readInteger(query, "PageSize", { least: 1, most: MAX_SIZE }) ?? DEFAULT_SIZE;
  const token = query.get("PageToken");
  const counted = readInteger(query, "Page", { least: 0, most: Number.MAX_SAFE_INTEGER }) ?? 0;
  const page = token === null ? 0 : counted;
  const from = token === null ? 0 : firstIndex(list, token, size);
  const shown = entries.slice(from, from + size);
  const address = (number: number, position?: string) => {
    const parameters = [
      ...filter,
      ["PageSize", String(size)],
      ["Page", String(number)],
      ...(position === undefined ? [] : [["PageToken", position]]),
    ];
    return `${path}?${new URLSearchParams(parameters.map(([key = "", value = ""]) => [key, value]))}`;
  };
  const [first, last] = [shown[0], shown.at(-1)];
  const start = page * size;
  return {
    [name]: shown.map(show),
    page,
    page_size: size,
    start,
    end: start + Math.max(0, shown.length - 1),
    uri: address(page, token ?? undefined),
    first_page_uri: address(0),
    next_page_uri: last && from + size < entries.length ? address(page + 1, `PA${last.sid}`) : null,
    previous_page_uri: first && from > 0 ? address(Math.max(0, page - 1), `PB${first.sid}`) : null,
  };
}

/** Where a page begins. The entry that the token names may be deleted by now: the others keep their places. */
function firstIndex<T extends { sid: string }>(
  { entries, placeOf }: PagedList<T>,
  token: string,
  size: number,
): number {
  const [, side, sid = ""] = tokenForm.exec(token) ?? [];
  const place = placeOf(sid);
  if (place === undefined) throw new Refusal(invalid("PageToken is not one of this list"));
  const places = entries.map((entry) => placeOf(entry.sid) ?? 0);
  const after = places.filter((other) => (side === "PA" ? other >= place : other > place)).length;
  return side === "PA" ? after : Math.max(0, after - size);
}

function readInteger(
  query: URLSearchParams,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Refusal(invalid(`${name} is a whole number from ${least} to ${most}`));
}
