import { expect, test } from "vitest";
import { type FormParams, signature } from "./signature";

// Twilio's own examples. The expected values were made with its helper library, version 6.2.0.
const CALL: FormParams = [
  ["CallSid", "CA1234567890ABCDE"],
  ["Caller", "+14158675309"],
  ["From", "+14158675309"],
  ["Digits", "1234"],
  ["To", "+18005551212"],
];

test.each<[string, string, FormParams, string]>([
  [
    "the parameters of a call",
    "https://mycompany.com/myapp.php?foo=1&bar=2",
    CALL,
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  ],
  [
    "a URL whose host has capitals",
    "https://MyCompany.com/myapp.php?foo=1&bar=2",
    CALL,
    "g9IN/x4Cft2g517EjYvEvM/W7LU=",
  ],
  [
    "repeated values of one name",
    "https://mycompany.com/myapp.php?foo=1&bar=2",
    [
      ["Sid", "CA123"],
      ["SidAccount", "AC123"],
      ["Digits", "5678"],
      ["Digits", "1234"],
      ["Digits", "1234"],
    ],
    "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
  ],
])("the signature matches Twilio's for %s", (_name, url, params, expected) => {
  expect(signature("12345", url, params)).toBe(expected);
});
