import type { GuestTokenRequest, TokenResponse } from "@/lib/contracts";
import type { Api } from "../ports/deps";
import { answers, askRecord, askToken, post, type Refusals } from "./ask";

/** The guest of a page: by which link they call, and as whom. */
export interface Guest extends GuestTokenRequest {
  /** The secret in the address of the link. */
  readonly secret: string;
  /** The token that the page asked for before it made a phone. */
  readonly token: TokenResponse;
}

/** There is no such link, or it works no more. */
const over: Refusals = { 404: "link_over", 410: "link_over" };

/**
 * The app's API for a guest, whose secret is all the proof there is. Nobody learns from a guest's page whether it is there: it
 * sends no beats.
 */
export function createGuestApi({ secret, key, name, token }: Guest): Api {
  const path = `/api/guest/${encodeURIComponent(secret)}`;
  const callPath = (ref: string) => `${path}/calls/${encodeURIComponent(ref)}`;
  let brought: TokenResponse | null = token;
  return {
    async token() {
      const first = brought;
      brought = null;
      return first ? { ok: true, value: first } : askToken(`${path}/token`, { key, name }, over);
    },
    answers,
    record: (ref, options) => askRecord(callPath(ref), options),
    async ended(ref) {
      await post(`${callPath(ref)}/ended`, {});
    },
    async busy() {},
    beat: async () => "stored",
    lastBeat() {},
  };
}
