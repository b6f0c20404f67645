import { expect, it } from "vitest";
import { wrongAccountSid, wrongAuthToken } from "./credentials";

const hex = "0123456789abcdef".repeat(2);

it("takes what Twilio gives", () => {
  expect(wrongAccountSid(`AC${hex}`)).toBeUndefined();
  expect(wrongAuthToken(hex)).toBeUndefined();
});

it.each([
  [`SK${hex}`, "the SID of an API key"],
  [`AC${hex.slice(1)}`, "AC and 32 hexadecimal digits"],
  [`AC${hex}0`, "AC and 32 hexadecimal digits"],
  [`AP${hex}`, "AC and 32 hexadecimal digits"],
  ["alice@example.com", "AC and 32 hexadecimal digits"],
  [`AC${hex}\n`, "AC and 32 hexadecimal digits"],
])("names what is wrong with an account SID, and does not repeat it: %j", (sid, expected) => {
  const problem = wrongAccountSid(sid) ?? "";
  expect(problem).toContain(expected);
  expect(problem).not.toContain(sid.trim());
});

it.each([
  [`AC${hex}`, "is a SID (AC…)"],
  [`SK${hex}`, "is a SID (SK…)"],
  ["short", "at least 32 letters and digits"],
  [`${hex} x`, "at least 32 letters and digits"],
])("names what is wrong with a token, and does not repeat it: %j", (token, expected) => {
  const problem = wrongAuthToken(token) ?? "";
  expect(problem).toContain(expected);
  expect(problem).not.toContain(token);
});
