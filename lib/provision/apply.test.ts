import { expect, it } from "vitest";
import type { Account } from "./account";
import { applyPlan, type World } from "./apply";
import { makePlan, wantedSettings } from "./plan";

const appUrl = { origin: "https://phone.example.com", host: "phone.example.com" };
const sid = (prefix: string) => prefix + "1".repeat(32);

/** A plan for a fresh account. */
const plan = makePlan({
  appUrl,
  given: { TWILIO_ACCOUNT_SID: sid("AC"), TWILIO_AUTH_TOKEN: "t".repeat(32) },
  inFiles: {},
  keepsAppUrl: true,
  key: "none",
  app: null,
  namesakes: [],
  keysOfOurName: [],
});

/** An account and a file that note what is done to them. `fails`: what rejects or throws instead. */
function world(fails: readonly string[] = [], stopsBefore?: string) {
  const done: string[] = [];
  const said: string[] = [];
  let text = "# mine\n";
  let steps = 0;
  const note = (what: string) => {
    if (fails.includes(what)) throw Object.assign(new Error(what), { code: "ENOSPC" });
    done.push(what);
  };
  const account = {
    async makeApp() {
      note("app");
      return { ...wantedSettings(appUrl), sid: sid("AP"), createdAt: 0 };
    },
    async makeKey() {
      note("key");
      return { sid: sid("SK"), secret: "s".repeat(32) };
    },
    async deleteKey() {
      note("key deleted");
      return true;
    },
  } as unknown as Account;
  const parts: World = {
    account,
    file: {
      name: ".env.local",
      read: () => text,
      write(changed) {
        note("file");
        text = changed;
      },
    },
    say: (line) => void said.push(line),
    stopIfWanted() {
      steps += 1;
      if (["app", "key"][steps - 1] === stopsBefore) throw new Error("stopped");
    },
  };
  return { parts, done, said, text: () => text };
}

it("makes the app, then the key, then writes the file at once", async () => {
  const { parts, done, said, text } = world();
  const written = await applyPlan(plan, parts);
  expect(done).toEqual(["app", "key", "file"]);
  expect(said).toHaveLength(3);
  expect(text()).toBe(
    `# mine\n${Object.entries(written)
      .map((entry) => `${entry.join("=")}\n`)
      .join("")}`,
  );
  expect(written).toMatchObject({
    TWILIO_API_SECRET: "s".repeat(32),
    NEXTAUTH_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/),
    VAPID_PUBLIC_KEY: expect.stringMatching(/^B[\w-]{86}$/),
    VAPID_PRIVATE_KEY: expect.stringMatching(/^[\w-]{43}$/),
  });
});

it.each([
  ["app", [], []],
  ["key", ["app"], ["TwiML app"]],
])(
  "stopped before the %s, has done and said what came before, and written nothing",
  async (step, expected, lines) => {
    const { parts, done, said, text } = world([], step);
    await expect(applyPlan(plan, parts)).rejects.toThrow("stopped");
    expect([done, text()]).toEqual([expected, "# mine\n"]);
    expect(said.map((line) => line.slice(0, 9))).toEqual(lines);
  },
);

it("deletes the key again if the file cannot be written, since its secret is lost", async () => {
  const { parts, done, said } = world(["file"]);
  await expect(applyPlan(plan, parts)).rejects.toThrow(
    ".env.local could not be written (ENOSPC): free some space or permit it, then run this again (the API key that was just made is deleted again).",
  );
  expect(done).toEqual(["app", "key", "key deleted"]);
  expect(said.join("\n")).not.toContain("API key");
});

it("names the key if it cannot be deleted either", async () => {
  const { parts } = world(["file", "key deleted"]);
  await expect(applyPlan(plan, parts)).rejects.toThrow(
    `delete the API key ${sid("SK")}, which was just made`,
  );
});

it("says that a key may have been made if nobody knows", async () => {
  const { parts, said } = world(["key"]);
  await expect(applyPlan(plan, parts)).rejects.toThrow("key");
  expect(said.at(-1)).toContain('If there is an API key "Browser Phone phone.example.com" of today');
});
