import { describe, expect, it } from "vitest";
import { pickLocale } from "./pick-locale";

describe("pickLocale", () => {
  it.each([
    ["ja", "en-US", "ja"],
    [undefined, "ja-JP,ja;q=0.9,en;q=0.8", "ja"],
    [undefined, "tlh-001,en;q=0.5,ja;q=0.7", "ja"],
    [undefined, "en-GB,ja;q=0.9", "en"],
    [undefined, "ja;q=0,en", "en"],
    [undefined, "tlh, qya", "en"],
    ["xx", null, "en"],
    [undefined, null, "en"],
    [undefined, "JA-jp", "ja"],
    [undefined, "*", "en"],
    [undefined, "x_y;q=z, ;;,ja;q=0.1", "ja"],
  ])("cookie %s and Accept-Language %s give %s", (cookie, accepted, locale) => {
    expect(pickLocale(cookie, accepted)).toBe(locale);
  });
});
