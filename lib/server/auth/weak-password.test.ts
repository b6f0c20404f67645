import { describe, expect, test } from "vitest";
import { refuseWeakPassword } from "./weak-password";

const words = ["alice_smith", "Alice Smith"];
const codeOf = (password: string) =>
  refuseWeakPassword(password, words).then(
    () => "taken",
    ({ code }) => code,
  );

describe("a new password", () => {
  test.each([
    ..."password 12345678 123456789 password1 Password123 PASSWORD passw0rd P@ssw0rd qwertyuiop 1q2w3e4r5t iloveyou".split(
      " ",
    ),
    ..."letmein1 trustno1 sunshine princess baseball football1 monkey123 drowssap abcd1234 qwerty123456".split(
      " ",
    ),
    ...[
      "11111111",
      "aaaaaaaa",
      "        ",
      "abcdefgh",
      "abcabcabc",
      "hunter2hunter2",
      "20001231",
      "01.02.1990",
    ],
    ...["alice_smith", "Alice Smith", "alicesmith", "alice_smith1", "ALICE_SMITH", "htims_ecila"],
    ...["browser-phone", "Browser Phone", "browserphone1", "x".repeat(200), "p@$$w0rd".repeat(25)],
  ])("%j is refused", async (password) => expect(await codeOf(password)).toBe("weak_password"));

  test.each([
    "correct horse battery",
    "staple of my own",
    "tr0ub4dor&3",
    "日本語のパスワードです",
    "pw-550e8400-e29b-41d4-a716-446655440000",
    "thoughtful alice_smith sings",
    "😀🚀🎷🐙🍉🧊🪁🛶",
    "nur Kleinbuchstaben",
    "84729105638",
  ])("%j is taken: only the guesses count, not the kinds of characters", async (password) =>
    expect(await codeOf(password)).toBe("taken"),
  );

  test("is judged in bounded time, however long it is", async () => {
    await codeOf("warm up, please");
    const started = performance.now();
    for (const piece of ["p@$$w0rd", "4@$1!|", "@4($3", "20012001"])
      await codeOf(piece.repeat(40).slice(0, 200));
    // Judged whole, the first of them alone takes longer than two seconds.
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  test("is judged in bounded time, however many words are in the person's name", async () => {
    await codeOf("warm up, please");
    const name = "4 a ".repeat(16).trim();
    const started = performance.now();
    for (const password of ["4@".repeat(16), "|1!".repeat(11), "4a".repeat(16)]) {
      await refuseWeakPassword(password, ["ann", name]).catch(() => {});
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
