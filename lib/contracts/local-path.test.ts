import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "./local-path";

/** Where a browser goes from a page of `origin` when it is given `path`. */
const origins = ["http://localhost:3000", "https://phone.example"];

/** Texts made of the pieces that URL parsers treat in a special way, and of anything else. */
const piece = fc.oneof(
  fc.constantFrom(
    ..."/ \\ . .. // /\\ %2f %5c %2e %2e%2e %00 %09 \t \n \r \0 @ : ; ? # & = evil.example user:pass@ javascript: http: https://evil.example".split(
      " ",
    ),
    " ",
    "\u3000",
    "\u2044",
    "\uff0f",
    "\ud800",
    "\udfff",
    "[::1]",
    "here.invalid",
    "/sign-in?next=",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

describe("localPath", () => {
  it("returns a path that stays on the site and has one slash at its start, whatever the text is", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...origins), (given, origin) => {
        const path = localPath(given);
        if (path === null) return;
        const target = new URL(path, origin);
        expect(target.origin).toBe(origin);
        expect(target.username + target.password).toBe("");
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(`${origin}${path}`).toBe(target.href);
        expect(() => encodeURIComponent(path)).not.toThrow();
        expect(localPath(path)).toBe(path);
      }),
      { numRuns: 5_000 },
    );
  });

  it("keeps the path, query and fragment of any address of the site", () => {
    const address = fc.webUrl({ withFragments: true, withQueryParameters: true, size: "small" });
    fc.assert(
      fc.property(address, (given) => {
        const { pathname, search, hash } = new URL(given);
        fc.pre(!pathname.startsWith("//"));
        expect(localPath(`${pathname}${search}${hash}`)).toBe(`${pathname}${search}${hash}`);
      }),
    );
  });

  it.each([
    "",
    "history",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/.//evil.example/steal",
    "/..//evil.example",
    "/././/evil.example",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    "/a/..//evil.example",
    "/.\\/evil.example",
    "/.\t//evil.example",
    "/.//here.invalid/x",
    "//user:pass@evil.example",
    "javascript:alert(1)",
    "https://evil.example",
    `/${"x".repeat(2_000)}`,
  ])("refuses %j", (given) => expect(localPath(given)).toBeNull());

  it.each([
    ["/", "/"],
    ["/a/../settings?x=//evil.example#//evil.example", "/settings?x=//evil.example#//evil.example"],
    ["/call/bob\n", "/call/bob"],
    ["/%2f%2fevil.example", "/%2f%2fevil.example"],
    ["/@evil.example", "/@evil.example"],
    ["/\ud800?\ud800#\ud800", "/%EF%BF%BD?%EF%BF%BD#%EF%BF%BD"],
  ])("%j becomes %j", (given, path) => expect(localPath(given)).toBe(path));

  it("returns no path that is longer than a header of the answer may be", () => {
    expect(localPath(`/${"é".repeat(1_999)}`)).toBeNull();
    expect(localPath(`/${"a".repeat(1_999)}`)).toHaveLength(2_000);
  });
});
