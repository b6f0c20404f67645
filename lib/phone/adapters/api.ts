import { forWhomParam } from "@/lib/contracts";
import { pagePerson } from "@/lib/http/person";
import type { Api } from "../ports/deps";
import { answers, askRecord, askToken, post, type Refusals } from "./ask";

/** The person of this page is no longer the one who is signed in. 409: somebody else is, at another tab of this browser. */
const gone: Refusals = { 401: "signed_out", 409: "signed_out" };

function callPath(ref: string): string {
  return `/api/calls/${encodeURIComponent(ref)}`;
}

/** The app's API over fetch, in the page's own session. */
export function createApi(): Api {
  return {
    token: () => askToken("/api/voice/token", {}, gone),
    answers,
    record: (ref, options) => askRecord(callPath(ref), options),
    async ended(ref, tab) {
      await post(`${callPath(ref)}/ended`, { tab });
    },
    async busy(ref, tab) {
      await post(`${callPath(ref)}/ended`, { tab, busy: true });
    },
    async beat(beat) {
      const status = await post("/api/presence", beat);
      if (status !== null && gone[status]) return "signed_out";
      return status !== null && status < 400 ? "stored" : "lost";
    },
    lastBeat(beat) {
      const body = new Blob([JSON.stringify(beat)], { type: "application/json" });
      const person = pagePerson();
      const query = person === null ? "" : `?${forWhomParam}=${encodeURIComponent(person)}`;
      // Some privacy settings take beacons away.
      if (navigator.sendBeacon?.(`/api/presence${query}`, body) === undefined)
        void post("/api/presence", beat);
    },
  };
}
