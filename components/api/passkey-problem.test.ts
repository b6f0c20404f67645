import { expect, test } from "vitest";
import { passkeyProblemOf } from "./passkey-problem";

test.each([
  ["NotAllowedError", "cancelled"],
  ["AbortError", "cancelled"],
  ["InvalidStateError", "exists"],
  ["SecurityError", "failed"],
  ["TypeError", "failed"],
])("%s is shown as %s", (name, reason) => {
  expect(passkeyProblemOf(Object.assign(new Error("x"), { name })).reason).toBe(reason);
});

test("anything else that is thrown is a failure", () => {
  expect(passkeyProblemOf("text").reason).toBe("failed");
});
