import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceName } from "./device-name";

const mozilla = "Mozilla/5.0";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`${mozilla} (X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36`, "Chrome on Linux"],
  [`${mozilla} (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0`, "Firefox on Linux"],
  [
    `${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`,
    "Microsoft Edge on Windows",
  ],
  [
    `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15`,
    "Safari on macOS",
  ],
  [
    `${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`,
    "Safari on iOS",
  ],
  [`${mozilla} (Linux; Android 15) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
  ["curl/8.0", null],
  ["Your bank. Call +1 900 555 1234/1 now", null],
  ["", null],
  [null, null],
])("%j is %j", (userAgent, name) => expect(deviceName(userAgent)).toBe(name));

test("whatever a device calls itself, only known names come out", () => {
  const userAgent = fc.oneof(
    fc.string({ maxLength: 2_000 }),
    fc
      .array(
        fc.constantFrom(...`Mozilla/5.0 ( ) ; X11 Linux Windows NT Chrome/1 Firefox/2 <b> / evil`.split(" ")),
      )
      .map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(userAgent, (given) => {
      const name = deviceName(given);
      if (name !== null) expect(name).toMatch(/^[A-Z][\w .-]{1,40}( on [A-Za-z0-9 .-]{1,20})?$/i);
    }),
  );
});
