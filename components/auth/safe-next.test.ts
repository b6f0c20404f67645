import { describe, expect, it } from "vitest";
import { calleeOf, safeNext, withNext } from "./safe-next";

describe("safeNext", () => {
  it.each([
    ["/history", "/history"],
    ["/call/bob?x=1#top", "/call/bob?x=1#top"],
    ["/a/../settings", "/settings"],
    [undefined, "/"],
    [["/history", "/settings"], "/"],
    ["history", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example/steal", "/"],
    ["/%2e//evil.example", "/"],
    ["/a/..//evil.example", "/"],
    ["/.\\/evil.example", "/"],
    ["//user:pass@evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-in?next=/", "/"],
    ["/sign-in?next=/sign-in?next=/history", "/"],
    ["/%73ign-in?next=/history", "/"],
    ["/sign-up#x", "/"],
    ["/./sign-up", "/"],
    ["/api/auth/signout", "/"],
    ["/%61pi/auth/signout", "/"],
    ["/call/%", "/call/%"],
    ["/\ud800", "/%EF%BF%BD"],
    [`/${"x".repeat(100_000)}`, "/"],
    ["/apiary", "/apiary"],
  ])("%j → %s", (next, path) => expect(safeNext(next)).toBe(path));
});

describe("calleeOf", () => {
  it.each([
    ["/call/bob", "bob"],
    ["/call/Bob_2?x=1#top", "bob_2"],
    ["/call/bob/more", null],
    ["/call/bo", null],
    ["/call/%F0%9F%98%80", null],
    ["/call/", null],
    ["/history", null],
    ["/", null],
  ])("%s → %s", (path, username) => expect(calleeOf(path)).toBe(username));
});

describe("withNext", () => {
  it("adds the page to return to, encoded", () => {
    expect(withNext("/sign-up", "/")).toBe("/sign-up");
    expect(withNext("/sign-up", "/call/bob?x=1")).toBe("/sign-up?next=%2Fcall%2Fbob%3Fx%3D1");
  });
});
