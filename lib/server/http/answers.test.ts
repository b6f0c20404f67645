import { expect, test } from "vitest";
import { jsonWithTag } from "./answers";

const body = { people: [{ name: "あ" }], more: false };

function ask(ifNoneMatch?: string, what: unknown = body): Response {
  const headers: HeadersInit = ifNoneMatch === undefined ? {} : { "If-None-Match": ifNoneMatch };
  return jsonWithTag(new Request("http://localhost/api/people", { headers }), what);
}

test("an answer has a tag, which changes with its body", async () => {
  const first = ask();
  expect(first.status).toBe(200);
  expect(first.headers.get("Content-Type")).toBe("application/json");
  expect(first.headers.get("Cache-Control")).toBe("no-store");
  expect(await first.json()).toEqual(body);
  expect(first.headers.get("ETag")).toMatch(/^W\/"[\w-]{20,}"$/);
  expect(ask(undefined, { ...body, more: true }).headers.get("ETag")).not.toBe(first.headers.get("ETag"));
});

const tag = ask().headers.get("ETag") ?? "";

test.each([tag, tag.replace("W/", ""), `"x", ${tag}`])(
  "who has it already gets no body: %s",
  async (known) => {
    const answer = ask(known);
    expect([answer.status, await answer.text(), answer.headers.get("ETag")]).toEqual([304, "", tag]);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  },
);

test.each(["", '"x"', tag.slice(2, -1), "W/"])("who has another one gets the body: %j", (known) => {
  expect(ask(known).status).toBe(200);
});

test("who has an older body gets the new one", () => {
  expect(ask(tag, { ...body, more: true }).status).toBe(200);
});
