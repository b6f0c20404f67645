// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { dropNewCodes, keepNewCodes, readNewCodes } from "./new-codes";

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

test("codes are kept for their person, until they are dropped", () => {
  keepNewCodes("ann", ["AAAA-BBBB"]);
  expect(readNewCodes("ann")).toEqual(["AAAA-BBBB"]);
  expect(readNewCodes("ben")).toBeNull();
  dropNewCodes();
  expect(readNewCodes("ann")).toBeNull();
});

test("a tab whose memory is forbidden has none, and nothing fails", () => {
  const forbidden = () => {
    throw new DOMException("forbidden", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", new Proxy({}, { get: forbidden, has: forbidden }));
  keepNewCodes("ann", ["AAAA-BBBB"]);
  expect(readNewCodes("ann")).toBeNull();
  dropNewCodes();
});

test("what somebody else has written there is no code", () => {
  for (const text of ["", "{", "7", '{"username":"ann"}', '{"username":"ann","codes":"x"}']) {
    sessionStorage.setItem("browser-phone.new-codes", text);
    expect(readNewCodes("ann")).toBeNull();
  }
});
