import { expect, test } from "vitest";
import { isPrivateAddress } from "./base/private-address";
import { findingOf, localVariables, twilioVariables } from "./testing/needs";

const twilio = (APP_URL: string, addresses: readonly string[] = ["203.0.113.7"]) =>
  findingOf("app_url", {
    variables: { ...twilioVariables, TWILIO_API_URL: "https://rest.invalid", APP_URL },
    machine: {
      lookUp: async () => {
        if (addresses.length === 0) throw new Error("ENOTFOUND");
        return addresses;
      },
    },
  });

test("a public https address is right", async () => {
  expect(await twilio("https://phone.invalid")).toMatchObject({
    status: "ok",
    detail: "https://phone.invalid",
  });
});

test("an address that is not https", async () => {
  expect(await twilio("http://phone.invalid")).toMatchObject({ status: "failed", problem: "app_url_http" });
});

test.each([
  "http://localhost:3000",
  "https://127.0.0.1",
  "https://192.168.1.5",
  "https://[fd00::1]",
  "http://10.1.2.3:80",
])("an address that Twilio cannot reach: %s", async (url) => {
  expect(await twilio(url)).toMatchObject({
    status: "failed",
    problem: "app_url_private",
    fix: expect.stringContaining("npm run twilio:provision"),
  });
});

test("a host that the DNS does not know, or only as a private address", async () => {
  expect(await twilio("https://phone.invalid", [])).toMatchObject({
    status: "failed",
    problem: "app_url_unresolved",
    detail: expect.stringContaining("phone.invalid"),
  });
  expect(await twilio("https://phone.invalid", ["10.0.0.5", "fd00::5"])).toMatchObject({
    status: "failed",
    problem: "app_url_private",
  });
  expect(await twilio("https://phone.invalid", ["10.0.0.5", "203.0.113.7"])).toMatchObject({ status: "ok" });
});

test("this machine is right in local mode, and beside a REST interface that is on it too", async () => {
  const local = { ...localVariables, APP_URL: "http://localhost:3000" };
  expect(await findingOf("app_url", { variables: local })).toMatchObject({ status: "ok" });
  const standIn = { ...twilioVariables, APP_URL: "http://localhost:3000" };
  expect(await findingOf("app_url", { variables: standIn })).toMatchObject({ status: "ok" });
});

test("what is private", () => {
  const ones = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.9.9.9",
    "169.254.1.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "::1",
    "[::1]",
    "fc00::1",
    "fe80::1",
  ];
  expect(ones.filter((one) => !isPrivateAddress(one))).toEqual([]);
  const others = [
    "203.0.113.7",
    "172.32.0.1",
    "100.128.0.1",
    "2001:db8::1",
    "phone.example.com",
    "10.example.com",
    "",
  ];
  expect(others.filter(isPrivateAddress)).toEqual([]);
});
