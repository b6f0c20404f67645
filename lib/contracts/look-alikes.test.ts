import fc from "fast-check";
import { expect, test } from "vitest";
import { lookOf, usernameLook } from "./look-alikes";

test.each([
  ["alice", ["a1ice", "allce", "al1ce", "al_ice", "alice_", "__alice", "aliice"]],
  ["bob", ["b0b", "b_o_b"]],
  ["martin", ["rnartin", "m_artin", "mart1n", "martln"]],
  ["bill", ["bi11", "b1ll", "biil"]],
  ["wendy", ["vvendy"]],
  ["vwx", ["wvx", "vvvx"]],
  ["caller_1", ["caller_l", "calleri", "cal1er_1"]],
] as const)("%s is taken together with the usernames that look like it", (username, others) => {
  for (const other of others) expect(usernameLook(other), other).toBe(usernameLook(username));
});

test("usernames that people tell apart stay apart", () => {
  const numbered = Array.from({ length: 120 }, (_, number) => `caller${number}`);
  const names = [
    "alice",
    "alicia",
    "alida",
    "ana",
    "ann",
    "anna",
    "anne",
    "bob",
    "rob",
    "maria",
    "mario",
    "jon",
    "john",
    ...numbered,
  ];
  expect(new Set(names.map(usernameLook)).size).toBe(names.length);
});

test("a username with any letter written otherwise looks the same", () => {
  const swaps = { o: "0", l: "1", i: "l", m: "rn", w: "vv" } as const;
  const letters = fc.array(fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"), { minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.nat(), (name, at) => {
      // Pairs that already stand for another letter, such as the r before a swapped m, are another matter.
      fc.pre(!/r|v|(.)\1|[il]{2}/.test(name.join("")));
      const changed = name.map((letter, i) =>
        i === at % name.length && letter in swaps ? swaps[letter as keyof typeof swaps] : letter,
      );
      expect(usernameLook(changed.join(""))).toBe(usernameLook(name.join("")));
    }),
  );
});

test.each([
  ["Admin", "аdmin"],
  ["Alice", "Αlісе"],
  ["Bob", "ᗷᴏᗷ"],
  ["Martin", "rnаrtin"],
  ["Zoë", "ZОE"],
])("%s looks like %s", (one, other) => {
  expect(lookOf(other)).toBe(lookOf(one));
});
