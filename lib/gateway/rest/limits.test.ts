import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { Account } from "../account/account";
import { MAX_RECORDS } from "../account/records";
import { silentLog } from "../base/log";
import { CONFIG } from "../testing/account";
import { FakeClock } from "../testing/clock";
import { applicationItem, applicationList } from "./application-routes";
import { keyItem, keyList } from "./key-routes";

// Not over HTTP, where a thousand requests take a busy machine half a minute.
test.each([
  ["applications", CONFIG.applicationSid, applicationList, applicationItem],
  ["keys", CONFIG.apiKey, keyList, keyItem],
] as const)(
  "an account that has a thousand %s gets no more, until one is deleted",
  (_name, sid, list, item) => {
    const account = new Account(CONFIG, new FakeClock());
    const request = {
      message: {} as IncomingMessage,
      method: "POST",
      path: "/list.json",
      query: new URLSearchParams(),
    };
    const create = () => list(account, request, silentLog).post?.(new URLSearchParams("FriendlyName=x"));
    for (let n = 1; n < MAX_RECORDS; n += 1) expect(create()?.status).toBe(201);
    expect(create()).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(item(account, sid, silentLog)?.delete?.()).toEqual({ status: 204 });
    expect(create()?.status).toBe(201);
    expect(create()).toMatchObject({ status: 400 });
  },
);
