import { beforeEach, describe, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { wayTo } from "./endpoint-rule";

setTestEnvironment();

/** The rule as it is with these settings. */
function withSettings(PUSH_SERVICES: string[], mode: "local" | "twilio" = "twilio") {
  vi.spyOn(configuration, "env").mockReturnValue({ ...real, PUSH_SERVICES, mode });
}
const real = configuration.env();

describe("an endpoint", () => {
  beforeEach(() => withSettings(["push.example.org", "*.many.example.org"]));

  test.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
    "https://web.push.apple.com/abc",
    "https://push.example.org/abc",
    "https://one.many.example.org/abc",
  ])("of a push service is taken: %s", (endpoint) => {
    expect(wayTo(endpoint)).toBe("outside");
  });

  test.each([
    ["is no address", "abc"],
    ["is empty", ""],
    ["is not encrypted", "http://fcm.googleapis.com/fcm/send/abc"],
    ["has another scheme", "file:///etc/passwd"],
    ["names another server", "https://example.com/abc"],
    ["only ends like a push service", "https://evilfcm.googleapis.com/abc"],
    ["only ends like one, with a dot left out", "https://xpush.apple.com/abc"],
    ["only begins like one", "https://fcm.googleapis.com.example.com/abc"],
    ["is the bare end of a name with a star", "https://notify.windows.com/abc"],
    ["is under a name without a star", "https://a.push.example.org/abc"],
    ["has a push service as its user", "https://fcm.googleapis.com@example.com/abc"],
    ["has a user", "https://user@fcm.googleapis.com/abc"],
    ["has a password", "https://user:password@fcm.googleapis.com/abc"],
    ["has another port", "https://fcm.googleapis.com:8443/abc"],
    ["ends with a dot", "https://fcm.googleapis.com./abc"],
    ["is this machine", "https://localhost/abc"],
    ["is this machine by its number", "https://127.0.0.1/abc"],
    ["is this machine in another notation", "https://0x7f000001/abc"],
    ["is this machine in IPv6", "https://[::1]/abc"],
    ["is IPv4 in IPv6", "https://[::ffff:10.0.0.1]/abc"],
    ["is in a private network", "https://10.0.0.1/abc"],
    ["is the metadata service of a cloud", "https://169.254.169.254/latest"],
    ["is a public IP address", "https://142.250.74.74/abc"],
    ["has no dot in its name", "https://push/abc"],
    ["is a name of the network", "https://push.internal/abc"],
  ])("that %s is refused: %s", (_, endpoint) => {
    expect(wayTo(endpoint)).toBeNull();
  });

  test("on this machine is taken where the operator names it, and in local mode only", () => {
    const endpoint = "http://127.0.0.1:5999/abc";
    expect(wayTo(endpoint)).toBeNull();
    withSettings(["http://127.0.0.1:5999"], "local");
    expect(wayTo(endpoint)).toBe("inside");
    expect(wayTo("http://127.0.0.1:6000/abc")).toBeNull();
    expect(wayTo("http://127.0.0.1:5999@example.com/abc")).toBeNull();
    withSettings(["http://127.0.0.1:5999"], "twilio");
    expect(wayTo(endpoint)).toBeNull();
  });
});
