import { invalid, Refusal } from "./rest-reply";

/** A list that is answered in pages. */
export interface PagedList<T extends { sid: string }> {
  /** The property of the answer that has the entries, such as `applications`. */
  name: string;
  path: string;
  /** All entries, in the order of the list. */
  entries: readonly T[];
  /** The parameters that narrowed the list. The addresses of its pages repeat them. */
  filter: FilterParams;
}

type FilterParams = readonly (readonly [name: string, value: string])[];

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1_000;

/** A page begins after an entry (`PA` and its sid), or ends before one (`PB`). */
const tokenForm = /^(PA|PB)([A-Z]{2}[0-9a-fA-F]{32}|.{1,64})$/;

/**
 * One page of a list, as Twilio's API of 2010 sends it (https://www.twilio.com/docs/usage/twilios-response#pagination).
 * `PageToken` says where the page begins. `Page` is the client's own count, which is repeated, and says nothing without a token.
 *
 * @throws Refusal when a parameter is malformed
 */
export function pageOf<T extends { sid: string }>(
  { name, path, entries, filter }: PagedList<T>,
  query: URLSearchParams,
  show: (entry: T) => unknown,
): Record<string, unknown> {
  const size = readInteger(query, "PageSize", { least: 1, most: MAX_SIZE }) ?? DEFAULT_SIZE;
  const token = query.get("PageToken");
  const counted = readInteger(query, "Page", { least: 0, most: Number.MAX_SAFE_INTEGER }) ?? 0;
  const page = token === null ? 0 : counted;
  const from = token === null ? 0 : firstIndex(entries, token, page * size, size);
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

/** Where a page begins. `fallback` counts when the entry that the token names is gone by now. */
function firstIndex(
  entries: readonly { sid: string }[],
  token: string,
  fallback: number,
  size: number,
): number {
  const [, side, sid] = tokenForm.exec(token) ?? [];
  if (side === undefined) throw new Refusal(invalid("PageToken is not one of this list"));
  const index = entries.findIndex((entry) => entry.sid === sid);
  if (index === -1) return fallback;
  return side === "PA" ? index + 1 : Math.max(0, index - size);
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
