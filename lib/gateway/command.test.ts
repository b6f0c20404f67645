import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Command, HELP, readCommand, UsageError } from "./command";
import { ENVIRONMENT } from "./testing/account";

const folder = mkdtempSync(join(tmpdir(), "gateway-command-"));
const file = join(folder, "settings.env");
const url = "http://localhost:4000/voice";

afterAll(() => rmSync(folder, { recursive: true }));

/** The settings and the made-up values of a command line that starts a gateway. */
function run(args: string[], env: Record<string, string> = {}): Extract<Command, { kind: "run" }> {
  const command = readCommand(args, env);
  if (command.kind !== "run") throw new Error(command.kind);
  return command;
}

test("a Voice URL suffices: the account is made up in Twilio's form, and differs each time", () => {
  const { config, madeUp } = run(["--voice-url", url]);
  expect(config).toMatchObject({ voiceUrl: url, port: 3001, authToken: madeUp.TWILIO_AUTH_TOKEN });
  expect(madeUp.TWILIO_ACCOUNT_SID).toMatch(/^AC[0-9a-f]{32}$/);
  expect(madeUp.TWILIO_API_KEY).toMatch(/^SK[0-9a-f]{32}$/);
  expect(madeUp.TWILIO_TWIML_APP_SID).toMatch(/^AP[0-9a-f]{32}$/);
  expect(run(["--voice-url", url]).madeUp.TWILIO_API_SECRET).not.toBe(madeUp.TWILIO_API_SECRET);
});

test("what is set is not made up, and an empty variable is not set", () => {
  expect(run([], ENVIRONMENT).madeUp).toEqual({});
  const { config, madeUp } = run([], { ...ENVIRONMENT, TWILIO_AUTH_TOKEN: "" });
  expect(Object.keys(madeUp)).toEqual(["TWILIO_AUTH_TOKEN"]);
  expect(config.authToken).toBe(madeUp.TWILIO_AUTH_TOKEN);
});

test("a flag counts more than the environment, and the environment more than the file", () => {
  writeFileSync(
    file,
    "VOICE_GATEWAY_PORT=4001\nTWILIO_AUTH_TOKEN='of the file'\nVOICE_URL=http://localhost:1/v\n",
  );
  const environment = { VOICE_URL: "http://localhost:2/v" };
  expect(run(["--env-file", file]).config).toMatchObject({ port: 4001, authToken: "of the file" });
  expect(run(["--env-file", file], environment).config.voiceUrl).toBe(environment.VOICE_URL);
  const flagged = run(["--env-file", file, "--voice-url", url, "--port=0"], environment).config;
  expect(flagged).toMatchObject({ voiceUrl: url, port: 0 });
});

test.each([
  [["--colour", "red"], "Unknown option '--colour'"],
  [["--port"], "argument missing"],
  [["http://localhost:3000"], "positional"],
  [["--env-file", "/no/such/file", "--voice-url", url], "--env-file"],
  [[], "--voice-url"],
])("the command line %j cannot be understood, and the error says why", (args, why) => {
  const read = () => readCommand(args, {});
  expect(read).toThrow(UsageError);
  expect(read).toThrow(why);
});

test("a bad value is an error that names the setting", () => {
  expect(() => readCommand(["--voice-url", "localhost"], {})).toThrow("VOICE_URL");
  expect(() => readCommand(["--voice-url", url, "--network", "delay=fast"], {})).toThrow(
    "VOICE_GATEWAY_NETWORK",
  );
});

test("help and version need no settings, and help names every flag", () => {
  expect(readCommand(["-h", "--port", "x"], {})).toEqual({ kind: "help" });
  expect(readCommand(["--version"], {})).toEqual({ kind: "version" });
  const named = [...HELP.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, flag]) => flag);
  for (const flag of named.filter((one) => one !== "help" && one !== "version")) {
    // A flag that did not exist would be a UsageError.
    const args = [`--${flag}`, "x", "--help"];
    expect(readCommand(args, {})).toEqual({ kind: "help" });
  }
  expect(named).toHaveLength(11);
});
