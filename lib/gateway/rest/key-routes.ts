import type { Account } from "../account/account";
import { MAX_RECORDS } from "../account/records";
import type { Log } from "../base/log";
import { readName } from "./form";
import { keyResource, newKeyResource } from "./key-resource";
import { pageOf } from "./paging";
import type { Methods, RestRequest } from "./resource";
import { invalid, notFound } from "./rest-reply";

/** All API keys: listed, and created with a secret that is shown once. */
export function keyList({ keys }: Account, { path, query }: RestRequest, log: Log): Methods {
  return {
    get() {
      const placeOf = (sid: string) => keys.placeOf(sid);
      const list = { name: "keys", path, entries: keys.list(), filter: [], placeOf };
      return { status: 200, body: pageOf(list, query, keyResource) };
    },
    post(form) {
      if (keys.isFull) return invalid(`this gateway keeps at most ${MAX_RECORDS} keys`);
      const key = keys.create(readName(form, "FriendlyName") ?? "");
      log(key.sid, "REST: a new API key");
      return { status: 201, body: newKeyResource(key) };
    },
  };
}

/** One API key: read, renamed and deleted. Undefined: there is none of this sid. */
export function keyItem({ keys }: Account, sid: string, log: Log): Methods | undefined {
  const current = keys.get(sid);
  if (!current) return undefined;
  return {
    get: () => ({ status: 200, body: keyResource(current) }),
    post(form) {
      // While the form was being read, another request may have renamed or deleted it.
      const latest = keys.get(sid);
      if (!latest) return notFound(`/Keys/${sid}`);
      const name = readName(form, "FriendlyName");
      return { status: 200, body: keyResource(name === undefined ? latest : keys.rename(latest, name)) };
    },
    delete() {
      keys.delete(sid);
      log(sid, "REST: the API key is deleted; tokens that it signed are refused from now on");
      return { status: 204 };
    },
  };
}
