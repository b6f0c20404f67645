import { describe, expect, it } from "vitest";
import { readSiteUrl, type SiteUrl } from "./site-url";

const read = (text: string) => readSiteUrl(text) as SiteUrl;

describe("readSiteUrl", () => {
  it.each([
    ["https://phone.example.com", "https://phone.example.com"],
    ["https://phone.example.com/", "https://phone.example.com"],
    ["  https://phone.example.com\n", "https://phone.example.com"],
    ["https://Phone.Example.com", "https://phone.example.com"],
    ["HTTPS://phone.example.com", "https://phone.example.com"],
    ["https://phone.example.com:443", "https://phone.example.com"],
    ["http://phone.example.com:80/", "http://phone.example.com"],
    ["https://phone.example.com:8443", "https://phone.example.com:8443"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["https://BÜCHER.example", "https://xn--bcher-kva.example"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["http://localhost:3000", "http://localhost:3000"],
  ])("reads %j as the origin %s", (text, origin) => {
    expect(read(text).origin).toBe(origin);
    expect(read(text).spellings).toContain(origin);
  });

  it("keeps the spelling that was typed, since Twilio signs what it was told", () => {
    const typed = ["https://Phone.Example.com", "HTTPS://phone.example.com:443", "https://bücher.example"];
    for (const text of typed) expect(read(text).spellings).toContain(text);
    expect(read("HTTPS://Phone.Example.com/").spellings).toEqual(
      expect.arrayContaining([
        "https://phone.example.com",
        "HTTPS://Phone.Example.com",
        "https://Phone.Example.com",
      ]),
    );
  });

  it.each([
    ["phone.example.com", "begin with https"],
    ["ftp://phone.example.com", "begin with https"],
    ["https:phone.example.com", "begin with https"],
    ["https://user:secret@phone.example.com", "password"],
    ["https://user@phone.example.com", "user name"],
    ["https://@phone.example.com", "user name"],
    ["https://phone.example.com/app", "path"],
    ["https://phone.example.com//", "path"],
    ["https://phone.example.com/.", "path"],
    ["https://phone.example.com/api/auth", "path"],
    ["https://phone.example.com?x=1", "query"],
    ["https://phone.example.com/?", "query"],
    ["https://phone.example.com#top", "fragment"],
    ["https://phone.example.com/#", "fragment"],
    ["https://phone .example.com", "space"],
    ["https://phone.example.com\\app", "backslash"],
    ["https://", "host"],
    ["https://:443", "host"],
    ["https://phone.example.com:", "host"],
    ["https://phone.example.com:port", "host"],
    ["https://phone.example.com:70000", "host"],
    ["https://phone.example.com.", "host"],
    ["https://localhost。", "host"],
    ["https://home.arpa。:443", "host"],
    ["https://a..b.com", "host"],
    ["https://.example.com", "host"],
    ["https://*.example.com", "host"],
    ["https://phone%2eexample.com", "host"],
    ["https://a_b[", "host"],
  ])("refuses %j and says why, without showing it", (text, reason) => {
    expect(readSiteUrl(text)).toContain(reason);
    expect(readSiteUrl(text)).not.toContain("secret");
  });

  it("drops a path that is allowed", () => {
    expect(readSiteUrl("http://localhost:3000/api/auth", "/api/auth")).toMatchObject({
      origin: "http://localhost:3000",
    });
  });
});
