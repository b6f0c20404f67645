// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { openingElementId, type TokenResponse } from "@/lib/contracts";
import type { Api, TokenResult } from "../ports/deps";
import { readOpening, withPageToken } from "./opening";

const token: TokenResponse = {
  token: "from the page",
  identity: "u_a_1",
  expiresAt: "2026-01-01T00:10:00.000Z",
};
const asked: TokenResult = { ok: true, value: { ...token, token: "asked for" } };
const ask = vi.fn(async () => asked);
const api = { token: ask } as unknown as Api;

function write(opening: string): void {
  const element = document.createElement("div");
  element.id = openingElementId;
  element.dataset.opening = opening;
  document.body.replaceChildren(element);
}

beforeEach(() => {
  document.body.replaceChildren();
  ask.mockClear();
  vi.spyOn(performance, "now").mockReturnValue(400);
});

test("the first token is the page's own, and each later one is asked for", async () => {
  write(JSON.stringify({ username: "ann", token, ready: "Ready" }));
  const { token: get } = withPageToken(api);
  expect(await get()).toEqual({ ok: true, value: token });
  expect(ask).not.toHaveBeenCalled();
  expect(await get()).toBe(asked);
});

test("a token is asked for where the page brought none", async () => {
  write(JSON.stringify({ username: "ann", token: null, ready: "Ready" }));
  expect(await withPageToken(api).token()).toBe(asked);
});

test("the page's token is not used by a phone that starts long after the page was loaded", async () => {
  write(JSON.stringify({ username: "ann", token, ready: "Ready" }));
  vi.spyOn(performance, "now").mockReturnValue(30_001);
  expect(await withPageToken(api).token()).toBe(asked);
});

test.each(["", "{", "null", JSON.stringify({ username: "ann", token: "x" }), JSON.stringify({ token })])(
  "a page that brought %j brought nothing",
  (text) => {
    write(text);
    expect(readOpening()).toBeNull();
  },
);

test("a page without the element brought nothing", () => {
  expect(readOpening()).toBeNull();
});
