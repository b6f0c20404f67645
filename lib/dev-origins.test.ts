import { expect, test } from "vitest";
import { devOrigins } from "./dev-origins.mjs";

const loopback = ["localhost", "127.0.0.1", "[::1]"];

test("the development server serves every name of this machine and the hosts that the environment names", () => {
  expect(devOrigins({})).toEqual(loopback);
  expect(
    devOrigins({ APP_URL: "https://Tunnel.example:8443/", NEXTAUTH_URL: "http://localhost:3000" }),
  ).toEqual([...loopback, "tunnel.example"]);
  expect(devOrigins({ APP_URL: "no address" })).toEqual(loopback);
});
