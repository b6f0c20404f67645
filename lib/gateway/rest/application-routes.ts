import type { Account } from "../account/account";
import type { Application } from "../account/applications";
import { MAX_RECORDS } from "../account/records";
import type { Log } from "../base/log";
import { readApplication } from "./application-form";
import { applicationResource } from "./application-resource";
import { pageOf } from "./paging";
import type { Methods, RestRequest } from "./resource";
import { invalid, notFound } from "./rest-reply";

/** All TwiML applications: listed, by name if one is asked for, and created. */
export function applicationList(account: Account, { path, query }: RestRequest, log: Log): Methods {
  const { applications, sid } = account;
  const show = (application: Application) => applicationResource(sid, application);
  return {
    get() {
      const name = query.get("FriendlyName");
      const entries = applications.list().filter((one) => name === null || one.friendlyName === name);
      const filter = name === null ? [] : [["FriendlyName", name] as const];
      const placeOf = (entry: string) => applications.placeOf(entry);
      const list = { name: "applications", path, entries, filter, placeOf };
      return { status: 200, body: pageOf(list, query, show) };
    },
    post(form) {
      if (applications.isFull) return invalid(`an account has at most ${MAX_RECORDS} applications`);
      const application = applications.create(readApplication(form));
      log(application.sid, `REST: a TwiML application, ${announcedTo(application)}`);
      return { status: 201, body: show(application) };
    },
  };
}

/** One TwiML application: read, changed and deleted. Undefined: there is none of this sid. */
export function applicationItem(account: Account, sid: string, log: Log): Methods | undefined {
  const { applications } = account;
  const current = applications.get(sid);
  if (!current) return undefined;
  return {
    get: () => ({ status: 200, body: applicationResource(account.sid, current) }),
    post(form) {
      // While the form was being read, another request may have changed or deleted it.
      const latest = applications.get(sid);
      if (!latest) return notFound(`/Applications/${sid}`);
      const updated = applications.update(latest, readApplication(form, latest));
      log(sid, `REST: the TwiML application is changed, ${announcedTo(updated)}`);
      return { status: 200, body: applicationResource(account.sid, updated) };
    },
    delete() {
      applications.delete(sid);
      log(sid, "REST: the TwiML application is deleted");
      return { status: 204 };
    },
  };
}

/** For the log: where the calls of an application are announced. */
function announcedTo({ voiceUrl, voiceMethod }: Application): string {
  if (voiceUrl === null) return "without Voice URL";
  // The address alone: its user and its query may be secrets.
  const { origin, pathname } = new URL(voiceUrl);
  return `${voiceMethod} ${origin}${pathname}`;
}
