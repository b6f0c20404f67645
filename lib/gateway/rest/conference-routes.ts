import type { Log } from "../base/log";
import type { Conference } from "../conference/conference";
import type { Conferences } from "../conference/conferences";
import { readConferenceFilter } from "./conference-filter";
import { conferenceResource } from "./conference-resource";
import { readTarget } from "./form";
import { pageOf } from "./paging";
import type { Methods, RestRequest } from "./resource";
import { invalid, restError } from "./rest-reply";

/** All conferences under way, and the last that ended. */
export function conferenceList(
  accountSid: string,
  conferences: Conferences,
  { path, query }: RestRequest,
): Methods {
  return {
    get() {
      const filter = readConferenceFilter(query);
      const entries = conferences.list().filter((one) => filter.allows(one));
      const placeOf = (sid: string) => conferences.placeOf(sid);
      const list = { name: "conferences", path, entries, filter: filter.params, placeOf };
      return { status: 200, body: pageOf(list, query, (one) => conferenceResource(accountSid, one)) };
    },
  };
}

/** One conference: read, ended, and announced into. */
export function conferenceItem(accountSid: string, conference: Conference, log: Log): Methods {
  const show = () => ({ status: 200, body: conferenceResource(accountSid, conference) });
  return {
    get: show,
    post(form) {
      const status = form.get("Status");
      if (status !== null && status !== "completed") return invalid("Status is completed");
      const announcement = readTarget(form, "AnnounceUrl", "AnnounceMethod");
      if (conference.status === "completed") return restError(16022);
      if (announcement) conference.announce(announcement);
      if (status === "completed") {
        log(conference.sid, "REST: Status=completed");
        conference.end();
      }
      return show();
    },
  };
}
