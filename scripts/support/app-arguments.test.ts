import { expect, it } from "vitest";
import { appArguments } from "./app-arguments.mjs";

it("the local stack, whose demo people have a known password, listens on loopback only", () => {
  expect(appArguments({ local: true, development: false })).toContain("--loopback");
  expect(appArguments({ local: true, development: true })).toContain("--loopback");
});

it("with Twilio the app listens on all addresses, for its visitors", () => {
  expect(appArguments({ local: false, development: false })).toEqual(["scripts/serve.mjs"]);
});
