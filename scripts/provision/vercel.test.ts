import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { expect, it } from "vitest";
import { here, onFreshAccount } from "./testing/fresh-account";

const at = onFreshAccount();

/**
 * A pretended CLI of Vercel in PATH: it notes its arguments and its standard input, and fails at the variable that
 * FAIL_AT names. What the real one does with them is not tested here.
 */
function pretendCli(program = "vercel"): Record<string, string> {
  mkdirSync(at.place.path("bin"));
  writeFileSync(
    at.place.path(`bin/${program}`),
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const input = readFileSync(0, "utf8");
appendFileSync(${JSON.stringify(at.place.path("pushed.jsonl"))}, JSON.stringify([process.argv.slice(2), input]) + "\\n");
if (process.argv[4] === process.env.FAIL_AT) {
  console.error("Vercel CLI 58.10.0\\nError: no permission for " + input + "\\nLearn More: https://err.sh/vercel/x");
  process.exit(1);
}
`,
  );
  chmodSync(at.place.path(`bin/${program}`), 0o755);
  return { PATH: `${at.place.path("bin")}${delimiter}${process.env.PATH}` };
}

function link(): void {
  mkdirSync(at.place.path(".vercel"));
  writeFileSync(at.place.path(".vercel/project.json"), "{}");
}

it("--vercel pushes each value on standard input, and none as an argument", async () => {
  const env = pretendCli();
  link();
  const run = await at.place.run([...here, "--vercel"], { env });
  expect(run).toMatchObject({ code: 0, err: "" });
  const pushed = at.place
    .read("pushed.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as [string[], string]);
  const values = at.place.values();
  expect(Object.fromEntries(pushed.map(([args, input]) => [args[2], input]))).toEqual(values);
  const secrets = ["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "NEXTAUTH_SECRET", "VAPID_PRIVATE_KEY"];
  for (const [args] of pushed) {
    const name = args[2] ?? "";
    const kind = secrets.includes(name) ? ["--sensitive"] : [];
    expect(args).toEqual(["env", "add", name, "production", "--force", ...kind, "--yes"]);
    expect(run.out).toContain(`Vercel: set ${name} for production.`);
  }
});

it("says which value Vercel did not take, without the value, and keeps what is done", async () => {
  const env = { ...pretendCli(), FAIL_AT: "TWILIO_API_SECRET" };
  link();
  const run = await at.place.run([...here, "--vercel"], { env });
  expect(run.code).toBe(1);
  expect(run.err).toBe(
    "Vercel's CLI did not take TWILIO_API_SECRET (Error: no permission for (hidden)): correct that, then run this again.\n",
  );
  expect(Object.keys(at.place.values())).toHaveLength(9);
});

it("fetches the CLI by npx where it is not installed", async () => {
  const { PATH: _, ...env } = pretendCli("npx");
  link();
  const run = await at.place.run([...here, "--vercel"], { env: { ...env, PATH: at.place.path("bin") } });
  expect(run).toMatchObject({ code: 0, err: "" });
  const [first] = at.place.read("pushed.jsonl").split("\n");
  expect(JSON.parse(first ?? "")[0].slice(0, 4)).toEqual(["--yes", "vercel@58.10.0", "env", "add"]);
});

it("refuses before anything is made if the folder is not linked, or there is no CLI", async () => {
  const unlinked = await at.place.run([...here, "--vercel"], { env: pretendCli() });
  expect(unlinked).toEqual({
    code: 2,
    out: "",
    err: "This folder is linked to no Vercel project: run `npx vercel@58.10.0 link`, then this again.\n",
  });
  const without = await at.place.run([...here, "--vercel"], { env: { PATH: at.place.folder } });
  expect(without).toMatchObject({ code: 2, out: "" });
  expect(without.err).toContain("Vercel's CLI is not installed");
  expect(() => at.place.read()).toThrow("ENOENT");
});

it("--print-vercel prints the commands, with the values only if they are asked for", async () => {
  const run = await at.place.run([...here, "--print-vercel"]);
  expect(run.out).toContain(
    "\nnpx vercel@58.10.0 env add TWILIO_AUTH_TOKEN production --force --sensitive\n",
  );
  const shown = await at.place.run(["--print-vercel", "--show-secrets"], { showsSecrets: true });
  const { TWILIO_API_SECRET } = at.place.values();
  expect(shown.out).toContain(
    `\nprintf '%s' '${TWILIO_API_SECRET}' | npx vercel@58.10.0 env add TWILIO_API_SECRET production --force --sensitive\n`,
  );
});
