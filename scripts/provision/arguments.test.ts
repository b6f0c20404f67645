import { expect, it } from "vitest";
import { readArguments, usage } from "./arguments";
import { checkSettings } from "./settings";

const read = (line: string) => readArguments(line.split(" ").filter(Boolean));

it("reads what is given, and nothing is on by itself", () => {
  const none = {
    appUrl: undefined,
    file: undefined,
    dryRun: false,
    remove: false,
    yes: false,
    vercel: false,
    printVercel: false,
    showSecrets: false,
    help: false,
  };
  expect(read("")).toEqual(none);
  expect(
    read("--app-url https://a.example.com --file=x.env --dry-run --yes --print-vercel --show-secrets"),
  ).toEqual({
    ...none,
    appUrl: "https://a.example.com",
    file: "x.env",
    dryRun: true,
    yes: true,
    printVercel: true,
    showSecrets: true,
  });
});

it.each([
  ["--app-ulr x", "An option is not known."],
  ["--dry-run=yes", "The options cannot be read."],
  ["--app-url", "The options cannot be read."],
  ["f00f00f00f00", "The options cannot be read."],
  ["--file=", "--file needs the path of a file."],
  ["--env-file x", "name the file with --file"],
  ["--show-secrets", "--show-secrets goes with --print-vercel"],
  ["--remove --vercel", "--remove goes with"],
  ["--remove --app-url x", "--remove goes with"],
])("refuses %s, and does not repeat it", (line, expected) => {
  expect(() => read(line)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(expected), exitCode: 2 }),
  );
  expect(() => read(line)).not.toThrow("f00f00f00f00");
});

it("the help names each option", () => {
  for (const name of [
    "app-url",
    "file",
    "dry-run",
    "remove",
    "yes",
    "vercel",
    "print-vercel",
    "show-secrets",
  ]) {
    expect(usage).toContain(`  --${name} `);
  }
});

it.each([
  [{ VOICE_GATEWAY_URL: "ws://localhost:3001/signal" }, "VOICE_GATEWAY_URL is set"],
  [{ TWILIO_API_URL: "http://api.example.com" }, "TWILIO_API_URL must be"],
  [{ TWILIO_API_URL: "api.example.com" }, "TWILIO_API_URL must be"],
  [{ TWILIO_REGION: "ie1.evil.example/" }, "TWILIO_REGION must be one of Twilio's short names"],
  [{ TWILIO_REGION: "ireland" }, "TWILIO_REGION must be one of au1"],
  [{ NEXTAUTH_SECRET: "weak" }, "NEXTAUTH_SECRET must be at least 32 characters"],
])("a setting that does not go together with this command: %j", (settings, expected) => {
  expect(() => checkSettings(settings)).toThrow(expected);
});

it("other settings are taken", () => {
  checkSettings({});
  checkSettings({ TWILIO_API_URL: "http://127.0.0.1:3001", NEXTAUTH_SECRET: "n".repeat(32) });
  checkSettings({ TWILIO_REGION: "ie1", TWILIO_EDGE: "sao-paulo" });
  checkSettings({ TWILIO_API_URL: "https://api.dublin.ie1.twilio.com" });
});
