import { expect, it } from "vitest";
import { reach, readAppUrl } from "./app-url";

it.each([
  ["https://phone.example.com", "https://phone.example.com", "phone.example.com"],
  ["https://Phone.Example.com/", "https://phone.example.com", "phone.example.com"],
  [" https://phone.example.com:8443 ", "https://phone.example.com:8443", "phone.example.com:8443"],
  ["https://電話.example.com", "https://xn--722ax0w.example.com", "xn--722ax0w.example.com"],
  ["https://203.0.113.7.sslip.io", "https://203.0.113.7.sslip.io", "203.0.113.7.sslip.io"],
  ["https://8.8.8.8", "https://8.8.8.8", "8.8.8.8"],
])("a public address is taken: %s", (text, origin, host) => {
  expect(readAppUrl(text, false)).toEqual({ origin, host });
});

it.each([
  ["phone.example.com", "must begin with https:// or http://"],
  ["", "must begin with https:// or http://"],
  ["ftp://phone.example.com", "must begin with https:// or http://"],
  ["https://phone.example.com/app", "must not contain a path"],
  ["https://phone.example.com?x", "must not contain a query"],
  ["https://a:b@phone.example.com", "must not contain a user name or a password"],
  ["https://", "does not name a host"],
  ["http://phone.example.com", "must begin with https://"],
  ["http://localhost:3000", "an address of this machine"],
  ["https://app.localhost", "an address of this machine"],
  ["https://127.0.0.1", "an address of this machine"],
  ["https://[::1]:3000", "an address of this machine"],
  ["https://10.1.2.3", "an address of a private network"],
  ["https://172.20.0.1", "an address of a private network"],
  ["https://192.168.1.5:3000", "an address of a private network"],
  ["https://169.254.1.1", "an address of a private network"],
  ["https://100.64.0.1", "an address of a private network"],
  ["https://0.0.0.0", "an address of a private network"],
  ["https://[fd00::1]", "an address of a private network"],
  ["https://[fe80::1]", "an address of a private network"],
  ["https://phone.local", "an address of a private network"],
  ["https://localhost.localdomain", "an address of a private network"],
  ["https://localhost。", "does not name a host"],
  ["https://home.arpa。", "does not name a host"],
  ["https://phone.home.arpa", "an address of a private network"],
  ["https://phone.internal", "an address of a private network"],
  ["https://phone", "an address of a private network"],
  ["http://phone", "an address of a private network"],
])("any other is refused by one sentence: %s", (text, expected) => {
  const problem = readAppUrl(text, false);
  expect(problem).toMatch(/^APP_URL [^\n]+\.$/);
  expect(problem).toContain(expected);
});

it("an address of this machine will do for a voice network on it, and no other exception is made", () => {
  expect(readAppUrl("http://localhost:3000", true)).toEqual({
    origin: "http://localhost:3000",
    host: "localhost:3000",
  });
  expect(readAppUrl("http://127.0.0.1:3000", true)).toMatchObject({ host: "127.0.0.1:3000" });
  expect(readAppUrl("http://192.168.1.5", true)).toContain("a private network");
  expect(readAppUrl("http://phone.example.com", true)).toContain("https://");
});

it("an address within another is judged by what it is", () => {
  expect(reach("[::ffff:a00:1]")).toBe("a private network");
  expect(reach("localhost.example.com")).toBe("public");
});
