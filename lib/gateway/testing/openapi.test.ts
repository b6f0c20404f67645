import { expect, test } from "vitest";
import { contractProblems, type RestExchange } from "./openapi";

const account = `/2010-04-01/Accounts/AC${"a1".repeat(16)}`;

const key = {
  sid: `SK${"b2".repeat(16)}`,
  friendly_name: "a name",
  date_created: "Thu, 01 Jan 2026 00:00:00 +0000",
  date_updated: null,
};

const renaming: RestExchange = {
  method: "POST",
  url: `${account}/Keys/${key.sid}.json`,
  form: "FriendlyName=a+name",
  status: 200,
  contentType: "application/json",
  body: JSON.stringify(key),
};

const refused: RestExchange = {
  ...renaming,
  status: 404,
  body: JSON.stringify({
    code: 20404,
    message: "not found",
    more_info: "https://www.twilio.com/docs/errors/20404",
    status: 404,
  }),
};

test("an exchange as Twilio documents it has no problem", () => {
  expect(contractProblems(renaming)).toEqual([]);
  expect(contractProblems(refused)).toEqual([]);
  expect(contractProblems({ ...renaming, method: "DELETE", form: "", status: 204, body: "" })).toEqual([]);
});

test.each<[string, Partial<RestExchange>]>([
  ["a property that is not documented", { body: JSON.stringify({ ...key, secret: "x" }) }],
  ["a property that is missing", { body: JSON.stringify({ ...key, sid: undefined }) }],
  ["a sid in another form", { body: JSON.stringify({ ...key, sid: "SK_test" }) }],
  ["a time in another form", { body: JSON.stringify({ ...key, date_created: "2026-01-01T00:00:00Z" }) }],
  ["a number in place of a text", { body: JSON.stringify({ ...key, friendly_name: 1 }) }],
  ["a field that is not documented", { form: "Name=x" }],
  ["a query that is not documented", { url: `${renaming.url}?Page=1` }],
  ["a sid in the path in another form", { url: `${account}/Keys/SK_test.json` }],
  ["a path that is not documented", { url: `${account}/Nothing.json` }],
  ["a method that is not documented", { method: "PUT" }],
  ["a status that is not documented", { status: 201 }],
  ["another content type", { contentType: "text/html" }],
  ["a body where there is none", { method: "DELETE", form: "", status: 204 }],
])("%s is a problem", (_name, change) => {
  expect(contractProblems({ ...renaming, ...change })).not.toEqual([]);
});

test.each([
  { code: 20003 },
  { message: "" },
  { status: 400 },
  { more_info: "https://example.com" },
  { detail: "x" },
])("an error with %j is a problem", (change) => {
  const body = JSON.stringify({ ...JSON.parse(refused.body), ...change });
  expect(contractProblems({ ...refused, body })).not.toEqual([]);
});

test("a page's fields and its parameters are checked", () => {
  const page = {
    keys: [key],
    page: 0,
    page_size: 1,
    start: 0,
    end: 0,
    uri: `${account}/Keys.json?PageSize=1&Page=0`,
    first_page_uri: `${account}/Keys.json?PageSize=1&Page=0`,
    next_page_uri: null,
    previous_page_uri: null,
  };
  const list = { ...renaming, method: "GET", form: "", url: `${account}/Keys.json?PageSize=1` };
  expect(contractProblems({ ...list, body: JSON.stringify(page) })).toEqual([]);
  expect(contractProblems({ ...list, body: JSON.stringify({ ...page, total: 1 }) })).not.toEqual([]);
  expect(contractProblems({ ...list, body: JSON.stringify({ ...page, uri: "Keys.json" }) })).not.toEqual([]);
  const big = { ...list, url: `${account}/Keys.json?PageSize=1001`, body: JSON.stringify(page) };
  expect(contractProblems(big)).not.toEqual([]);
});
