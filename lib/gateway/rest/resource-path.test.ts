import { expect, test } from "vitest";
import { readResourcePath } from "./resource-path";

const none = { sid: undefined, subSid: undefined };

test.each([
  ["/2010-04-01/Accounts/AC1.json", { ...none, accountSid: "AC1", kind: "" }],
  ["/2010-04-01/Accounts/AC1/Calls.json", { ...none, accountSid: "AC1", kind: "Calls" }],
  ["/2010-04-01/Accounts/AC1/Calls/CA1.json", { ...none, accountSid: "AC1", kind: "Calls", sid: "CA1" }],
  [
    "/2010-04-01/Accounts/AC1/Calls/CA1/Recordings.json",
    { accountSid: "AC1", kind: "Calls/Recordings", sid: "CA1", subSid: undefined },
  ],
  [
    "/2010-04-01/Accounts/AC1/Conferences/CF1/Participants/CA1.json",
    { accountSid: "AC1", kind: "Conferences/Participants", sid: "CF1", subSid: "CA1" },
  ],
])("%s is read to its last part", (path, expected) => {
  expect(readResourcePath(path)).toEqual(expected);
});

test.each([
  "/2010-04-01/Accounts.json",
  "/2010-04-01/Accounts/AC1",
  "/2010-04-01/Accounts/AC1/Calls/.json",
  "/2010-04-01/Accounts/AC1/Calls//Recordings.json",
  "/2010-04-01/Accounts/AC1/Calls/CA1/Recordings/RE1/Payloads.json",
  "/2010-04-01/Accounts/AC1/Calls.xml",
])("%s is no path of a resource", (path) => {
  expect(readResourcePath(path)).toBeUndefined();
});
