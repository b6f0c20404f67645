import {
  type Opening,
  openingElementId,
  openingSchema,
  phoneStatusId,
  type TokenResponse,
} from "@/lib/contracts";
import type { Api } from "../ports/deps";

/**
 * How long (ms) after the page was asked for its token is still used. The token is at most that old then: far from its
 * end, and before the phone would renew it. Counted by the page's own time, since clocks differ.
 */
const freshMs = 30_000;

/** What the server wrote into the page for the phone; null: nothing, or nothing that can be read. */
export function readOpening(): Opening | null {
  const text = document.getElementById(openingElementId)?.dataset.opening;
  if (!text) return null;
  try {
    return openingSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not JSON.
    return null;
  }
}

/** Shows in the page that the phone is ready, as React does once it has taken the page over. `text`: in the page's language. */
export function showReady(text: string): void {
  const status = document.getElementById(phoneStatusId);
  if (status) status.textContent = text;
}

function freshToken(): TokenResponse | null {
  return performance.now() < freshMs ? (readOpening()?.token ?? null) : null;
}

/** The API, except that the first token is the one that came with the page, if it is there and fresh. */
export function withPageToken(api: Api): Api {
  let isFirst = true;
  return {
    ...api,
    async token() {
      const brought = isFirst ? freshToken() : null;
      isFirst = false;
      return brought ? { ok: true, value: brought } : api.token();
    },
  };
}
